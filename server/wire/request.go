package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// badRequest is why a request cannot be read. Its message names what is wrong and repeats nothing of the request.
type badRequest struct {
	status  int
	code    string
	message string
}

func malformed(message string) *badRequest {
	return &badRequest{http.StatusBadRequest, CodeBadRequest, message}
}

// read takes a GraphQL request out of an HTTP request.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *badRequest) {
	if len(r.URL.RawQuery)+len(r.URL.Path) > maxURI {
		return nil, &badRequest{http.StatusRequestURITooLong, CodeURITooLong, "The address is too long. Send the request by POST."}
	}
	var params *graphql.RawParams
	var refused *badRequest
	if r.Method == http.MethodGet {
		params, refused = parseQuery(r.URL.RawQuery)
	} else {
		params, refused = h.readBody(w, r)
	}
	if refused != nil {
		return nil, refused
	}
	if params.Query == "" && params.Extensions["persistedQuery"] == nil {
		return nil, malformed("The parameter `query` is missing.")
	}
	return params, nil
}

// parseQuery reads the parameters of a GET
// (https://graphql.github.io/graphql-over-http/draft/#sec-GET).
func parseQuery(raw string) (*graphql.RawParams, *badRequest) {
	values, err := url.ParseQuery(raw)
	if err != nil || !utf8.ValidString(raw) {
		return nil, malformed("The address does not parse.")
	}
	for _, key := range []string{"query", "operationName", "variables", "extensions"} {
		if len(values[key]) > 1 {
			return nil, malformed("The parameter `" + key + "` is given more than once.")
		}
		if !utf8.ValidString(values.Get(key)) {
			return nil, malformed("The parameter `" + key + "` is not UTF-8.")
		}
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	for key, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		text := values.Get(key)
		if text == "" {
			continue
		}
		if err := decode([]byte(text), into); err != nil {
			return nil, malformed("The parameter `" + key + "` is not a JSON object.")
		}
	}
	return params, nil
}

// readBody reads the body of a POST (https://graphql.github.io/graphql-over-http/draft/#sec-POST). Only
// application/json is taken: no page of another site can send that without the browser asking us first.
func (h *Handler) readBody(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *badRequest) {
	if refused := checkContent(r.Header); refused != nil {
		return nil, refused
	}
	tooLarge := &badRequest{http.StatusRequestEntityTooLarge, CodeBodyTooLarge, "The request is larger than allowed."}
	if r.ContentLength > h.options.MaxBody {
		w.Header().Set("Connection", "close")
		return nil, tooLarge
	}
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= largestPooled {
			buffers.Put(b)
		}
	}()
	if _, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, h.options.MaxBody)); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, tooLarge
		}
		w.Header().Set("Connection", "close")
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, &badRequest{http.StatusRequestTimeout, CodeRequestTimeout, "The request took too long to arrive."}
		}
		return nil, malformed("The request did not arrive whole.")
	}
	return parseBody(b.Bytes())
}

// checkContent checks the headers that say what the body is.
func checkContent(header http.Header) *badRequest {
	unsupported := &badRequest{http.StatusUnsupportedMediaType, CodeUnsupportedMediaType, "A request's body must be of the type " + mediaJSON + ", in UTF-8."}
	types := header.Values("Content-Type")
	if len(types) > 1 {
		return malformed("The header Content-Type is given more than once.")
	}
	if len(types) == 0 {
		return unsupported
	}
	media, params, err := mime.ParseMediaType(types[0])
	if err != nil || media != mediaJSON {
		return unsupported
	}
	if c := params["charset"]; c != "" && !isUTF8(c) {
		return unsupported
	}
	for _, encoding := range header.Values("Content-Encoding") {
		if !strings.EqualFold(strings.TrimSpace(encoding), "identity") {
			return &badRequest{http.StatusUnsupportedMediaType, CodeUnsupportedMediaType, "A request's body must not be compressed."}
		}
	}
	return nil
}

// parseBody reads a GraphQL request in JSON.
func parseBody(body []byte) (*graphql.RawParams, *badRequest) {
	if !utf8.Valid(body) {
		return nil, malformed("The request's body is not UTF-8.")
	}
	switch first := bytes.TrimLeft(body, " \t\r\n"); {
	case len(first) == 0:
		return nil, malformed("The request's body is empty.")
	case first[0] == '[':
		return nil, &badRequest{http.StatusBadRequest, CodeBatch, "Requests are taken one by one, not in a list."}
	}
	var params graphql.RawParams
	if err := decode(body, &params); err != nil {
		if typeErr, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && typeErr.Field != "" {
			return nil, malformed("The parameter `" + parameter(typeErr.Field) + "` is of the wrong type: `query` and `operationName` are strings, `variables` and `extensions` are objects.")
		}
		return nil, malformed("The request's body is not one JSON object.")
	}
	return &params, nil
}

// parameter is the field of a request that a type error is about.
func parameter(field string) string {
	for _, known := range []string{"query", "operationName", "variables", "extensions"} {
		if strings.EqualFold(field, known) {
			return known
		}
	}
	return "…"
}

// decode reads one JSON value, and nothing after it. Numbers keep their digits: an id may have more than a float64.
func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("trailing bytes")
	}
	return nil
}
