package wire

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The media types of answers. A request that does not say which it wants gets the older one, which every client reads
// (https://graphql.github.io/graphql-over-http/draft/#sec-Legacy-Watershed).
const (
	mediaResponse = "application/graphql-response+json"
	mediaJSON     = "application/json"
)

// buffers holds the buffers that answers are assembled in.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largestPooled is the size of a buffer that is not worth keeping, in bytes.
const largestPooled = 256 << 10

// write sends the response. Its data is JSON already and is copied, not encoded again. The data entry is written when
// the operation was executed, as null if it failed; an answer to a request that was not executed has none
// (https://spec.graphql.org/October2021/#sec-Response-Format).
func write(w http.ResponseWriter, status int, media string, response *graphql.Response, executed bool) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= largestPooled {
			buffers.Put(b)
		}
	}()
	b.WriteByte('{')
	if len(response.Errors) > 0 {
		entry(b, "errors", response.Errors)
	}
	if executed {
		name(b, "data")
		if len(response.Data) == 0 {
			b.WriteString("null")
		} else {
			b.Write(response.Data)
		}
	}
	if len(response.Extensions) > 0 {
		entry(b, "extensions", response.Extensions)
	}
	b.WriteByte('}')
	header := w.Header()
	header.Set("Content-Type", media+"; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the client may have left
}

// name begins an entry.
func name(b *bytes.Buffer, key string) {
	if b.Len() > 1 {
		b.WriteByte(',')
	}
	b.WriteByte('"')
	b.WriteString(key)
	b.WriteString(`":`)
}

// entry writes an entry that is not JSON yet.
func entry(b *bytes.Buffer, key string, value any) {
	text, err := json.Marshal(value)
	if err != nil { // an extension of a kind that JSON does not have: ours to put right, and nothing of the client's
		text, _ = json.Marshal(gqlerror.List{codedError(CodeInternal, "The errors of this answer cannot be shown.")})
		if key != "errors" {
			text = []byte("{}")
		}
	}
	name(b, key)
	b.Write(text)
}

// Refuse answers a request that HTTP itself has an answer to.
func Refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	media, ok := negotiate(r)
	if !ok {
		media = mediaResponse
	}
	err := codedError(code, message)
	if id := RequestIDFrom(r.Context()); id != "" {
		err.Extensions["requestId"] = id
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	errs := gqlerror.List{err}
	failed(r.Context(), errs)
	write(w, status, media, &graphql.Response{Errors: errs}, false)
}
