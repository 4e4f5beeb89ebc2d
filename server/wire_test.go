package server_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/tongxing/tongxing/internal/testkit"
	"github.com/tongxing/tongxing/server"
)

// reply is an HTTP answer, read whole.
type reply struct {
	Status int
	Header http.Header
	Body   []byte
	JSON   struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Path       []any
			Extensions map[string]any
		}
	}
}

func (r reply) code() string {
	if len(r.JSON.Errors) == 0 {
		return ""
	}
	c, _ := r.JSON.Errors[0].Extensions["code"].(string)
	return c
}

// send sends a request to /graphql as it is: headers are "Name: value".
func send(t *testing.T, w *testkit.World, method, query, body string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, w.URL+"/graphql"+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	r := reply{Status: res.StatusCode, Header: res.Header}
	if r.Body, err = io.ReadAll(res.Body); err != nil {
		t.Fatal(err)
	}
	if len(r.Body) > 0 {
		if err := json.Unmarshal(r.Body, &r.JSON); err != nil {
			t.Errorf("%s %s: status %d, a body that is not JSON: %.200s", method, query, r.Status, r.Body)
		}
		if media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); media != "application/json" && media != "application/graphql-response+json" {
			t.Errorf("%s %s: status %d with Content-Type %q", method, query, r.Status, media)
		}
	}
	if len(r.JSON.Errors) > 0 && r.JSON.Errors[0].Extensions["requestId"] != r.Header.Get("X-Request-Id") {
		t.Errorf("the error's request id is %v, the header's %q", r.JSON.Errors[0].Extensions["requestId"], r.Header.Get("X-Request-Id"))
	}
	return r
}

const (
	isJSON = "Content-Type: application/json"
	modern = "Accept: application/graphql-response+json"
)

// post sends a query as clients do.
func post(t *testing.T, w *testkit.World, query string, variables map[string]any, headers ...string) reply {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return send(t, w, "POST", "", string(body), append([]string{isJSON}, headers...)...)
}

func one(t *testing.T) *testkit.World {
	return testkit.Serve(t, server.Config{Introspection: true, RequestsPerSec: 100_000, Origins: []string{"https://app.example.org"}})
}

func TestEachRefusalOfHTTPHasItsStatusItsCodeAndAJSONBody(t *testing.T) {
	w := one(t)
	ok := `{"query":"{ __typename }"}`
	for name, c := range map[string]struct {
		method, query, body string
		headers             []string
		status              int
		code                string
	}{
		"a method that is neither":       {"PUT", "", ok, []string{isJSON}, 405, "METHOD_NOT_ALLOWED"},
		"DELETE":                         {"DELETE", "", "", nil, 405, "METHOD_NOT_ALLOWED"},
		"a mutation by GET":              {"GET", "?query=" + url.QueryEscape("mutation { signOut { userErrors { code } } }"), "", nil, 405, "METHOD_NOT_ALLOWED"},
		"a type that is not offered":     {"POST", "", ok, []string{isJSON, "Accept: text/html"}, 406, "NOT_ACCEPTABLE"},
		"all types refused":              {"POST", "", ok, []string{isJSON, "Accept: */*;q=0"}, 406, "NOT_ACCEPTABLE"},
		"a body above the limit":         {"POST", "", `{"query":"{ __typename }","variables":{"x":"` + strings.Repeat("x", 3<<20) + `"}}`, []string{isJSON}, 413, "BODY_TOO_LARGE"},
		"an address above the limit":     {"GET", "?query=" + strings.Repeat("x", 17<<10), "", nil, 414, "URI_TOO_LONG"},
		"a form":                         {"POST", "", "query=%7B__typename%7D", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"multipart":                      {"POST", "", "--x--", []string{"Content-Type: multipart/form-data; boundary=x"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"plain text":                     {"POST", "", ok, []string{"Content-Type: text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"no type":                        {"POST", "", ok, nil, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"another charset":                {"POST", "", ok, []string{"Content-Type: application/json; charset=gb18030"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"a compressed body":              {"POST", "", ok, []string{isJSON, "Content-Encoding: gzip"}, 415, "UNSUPPORTED_MEDIA_TYPE"},
		"an empty body":                  {"POST", "", "", []string{isJSON}, 400, "BAD_REQUEST"},
		"no JSON":                        {"POST", "", `{"query":`, []string{isJSON}, 400, "BAD_REQUEST"},
		"something after the JSON":       {"POST", "", ok + ok, []string{isJSON}, 400, "BAD_REQUEST"},
		"no UTF-8":                       {"POST", "", "{\"query\":\"\xff\"}", []string{isJSON}, 400, "BAD_REQUEST"},
		"a batch":                        {"POST", "", "[" + ok + "," + ok + "]", []string{isJSON}, 400, "BATCH_NOT_SUPPORTED"},
		"no query":                       {"POST", "", `{}`, []string{isJSON}, 400, "BAD_REQUEST"},
		"a query that is a number":       {"POST", "", `{"query":1}`, []string{isJSON}, 400, "BAD_REQUEST"},
		"variables that are a list":      {"POST", "", `{"query":"{ __typename }","variables":[]}`, []string{isJSON}, 400, "BAD_REQUEST"},
		"a GET without query":            {"GET", "", "", nil, 400, "BAD_REQUEST"},
		"a document that does not parse": {"POST", "", `{"query":"{"}`, []string{isJSON, modern}, 400, "GRAPHQL_PARSE_FAILED"},
		"a field that is not there":      {"POST", "", `{"query":"{ nothing }"}`, []string{isJSON, modern}, 400, "GRAPHQL_VALIDATION_FAILED"},
		"the same under the old type":    {"POST", "", `{"query":"{ nothing }"}`, []string{isJSON}, 200, "GRAPHQL_VALIDATION_FAILED"},
		"an unknown token":               {"POST", "", ok, []string{isJSON, "Authorization: Bearer x"}, 401, "UNAUTHENTICATED"},
	} {
		t.Run(name, func(t *testing.T) {
			r := send(t, w, c.method, c.query, c.body, c.headers...)
			if r.Status != c.status || r.code() != c.code {
				t.Errorf("status %d, code %q; not %d, %q: %.300s", r.Status, r.code(), c.status, c.code, r.Body)
			}
			if r.JSON.Data != nil {
				t.Error("a request error has data")
			}
			if len(r.Body) > 2000 {
				t.Errorf("the refusal is %d bytes long", len(r.Body))
			}
			if r.Status == 405 && r.Header.Get("Allow") == "" {
				t.Error("405 without Allow")
			}
			if r.Status == 401 && r.Header.Get("WWW-Authenticate") == "" {
				t.Error("401 without WWW-Authenticate")
			}
		})
	}
}

func TestTheAnswersTypeIsNegotiated(t *testing.T) {
	w := one(t)
	for accept, want := range map[string]string{
		"": "application/json", "*/*": "application/json", "application/*": "application/json",
		"application/graphql-response+json":                              "application/graphql-response+json",
		"application/graphql-response+json, application/json;q=0.9":      "application/graphql-response+json",
		"application/graphql-response+json;q=0.5, application/json":      "application/json",
		"application/json, application/graphql-response+json":            "application/json",
		"text/event-stream, multipart/mixed, application/json":           "application/json",
		"application/graphql-response+json, text/event-stream;q=0.1":     "application/graphql-response+json",
		"application/graphql-response+json;charset=utf-8, text/html;q=1": "application/graphql-response+json",
	} {
		var headers []string
		if accept != "" {
			headers = []string{"Accept: " + accept}
		}
		r := post(t, w, `{ __typename }`, nil, headers...)
		if got := r.Header.Get("Content-Type"); r.Status != 200 || got != want+"; charset=utf-8" {
			t.Errorf("Accept %q: %d, %q", accept, r.Status, got)
		}
	}
}

func TestGetAnswersQueriesAndNothingIsKept(t *testing.T) {
	w := one(t)
	r := send(t, w, "GET", "?query="+url.QueryEscape(`query Q($n: Int!) { regions(first: $n) { nodes { code } } }`)+"&variables="+url.QueryEscape(`{"n":2}`)+"&operationName=Q", "")
	if r.Status != 200 || r.code() != "" || !bytes.Contains(r.JSON.Data, []byte(`"code"`)) {
		t.Errorf("%d %s", r.Status, r.Body)
	}
	if r.Header.Get("Cache-Control") != "no-store" || r.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(strings.Join(r.Header.Values("Vary"), ","), "Accept") {
		t.Errorf("headers %v", r.Header)
	}
}

func TestAPageOfAnotherSiteExecutesNothing(t *testing.T) {
	w := one(t)
	token := signUp(t, w, "victim")
	cookie := "Cookie: tongxing_session=" + token
	viewer := `{"query":"{ viewer { name } }"}`
	for name, headers := range map[string][]string{
		"a simple form":             {"Content-Type: application/x-www-form-urlencoded", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"},
		"a simple text":             {"Content-Type: text/plain", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"},
		"JSON from another site":    {isJSON, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"},
		"JSON, an older browser":    {isJSON, "Origin: https://evil.example"},
		"JSON from a sibling":       {isJSON, "Origin: https://evil.example.org", "Sec-Fetch-Site: same-site"},
		"JSON from an opaque frame": {isJSON, "Origin: null", "Sec-Fetch-Site: cross-site"},
	} {
		if r := send(t, w, "POST", "", viewer, append(headers, cookie)...); r.Status != 403 && r.Status != 415 || r.JSON.Data != nil {
			t.Errorf("%s: %d %s", name, r.Status, r.Body)
		}
	}
	q := "?query=" + url.QueryEscape("{ viewer { name } }")
	for name, headers := range map[string][]string{
		"an image":         {cookie, "Sec-Fetch-Site: cross-site"},
		"an older browser": {cookie},
	} {
		if r := send(t, w, "GET", q, "", headers...); r.Status != 403 || r.JSON.Data != nil {
			t.Errorf("GET as %s: %d %s", name, r.Status, r.Body)
		}
	}
	for name, headers := range map[string][]string{
		"the same site":           {cookie, "Sec-Fetch-Site: same-origin"},
		"with a preflight's mark": {cookie, "Apollo-Require-Preflight: true"},
	} {
		if r := send(t, w, "GET", q, "", headers...); r.Status != 200 || !bytes.Contains(r.Body, []byte("victim")) {
			t.Errorf("GET from %s: %d %s", name, r.Status, r.Body)
		}
	}
}

func TestOnlyNamedSitesMayReadAnswers(t *testing.T) {
	w := one(t)
	for origin, allowed := range map[string]bool{"https://app.example.org": true, "https://evil.example": false, "null": false, "https://app.example.org.evil.example": false} {
		pre := send(t, w, "OPTIONS", "", "", "Origin: "+origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type")
		if got := pre.Header.Get("Access-Control-Allow-Origin"); (got == origin) != allowed || !allowed && got != "" {
			t.Errorf("preflight of %s: allowed %q", origin, got)
		}
		r := post(t, w, `{ __typename }`, nil, "Origin: "+origin, "Sec-Fetch-Site: cross-site")
		if got := r.Header.Get("Access-Control-Allow-Origin"); (got == origin) != allowed || !allowed && (got != "" || r.Status != 403) {
			t.Errorf("%s: status %d, allowed %q", origin, r.Status, got)
		}
		if strings.Contains(r.Header.Get("Access-Control-Allow-Origin"), "*") {
			t.Error("every site may read")
		}
	}
}

func TestPersistedQueriesAreKeptByTheirHash(t *testing.T) {
	w := one(t)
	query := `{ regions(first: 1) { nodes { code } } }`
	sum := sha256.Sum256([]byte(query))
	ext := fmt.Sprintf(`{"persistedQuery":{"version":1,"sha256Hash":"%s"}}`, hex.EncodeToString(sum[:]))
	if r := send(t, w, "POST", "", `{"extensions":`+ext+`}`, isJSON); r.code() != "PERSISTED_QUERY_NOT_FOUND" || r.JSON.Errors[0].Message != "PersistedQueryNotFound" || r.Status != 200 {
		t.Errorf("unknown: %d %s", r.Status, r.Body)
	}
	wrong := strings.Replace(ext, `:"`, `:"00`, 1)
	if r := send(t, w, "POST", "", `{"query":"{ __typename }","extensions":`+wrong+`}`, isJSON); r.code() != "PERSISTED_QUERY_INVALID" {
		t.Errorf("another text's hash: %s", r.Body)
	}
	text, _ := json.Marshal(query)
	if r := send(t, w, "POST", "", `{"query":`+string(text)+`,"extensions":`+ext+`}`, isJSON); r.code() != "" {
		t.Fatalf("registering: %s", r.Body)
	}
	if r := send(t, w, "GET", "?extensions="+url.QueryEscape(ext), ""); r.Status != 200 || r.code() != "" || !bytes.Contains(r.Body, []byte("nodes")) {
		t.Errorf("by hash: %d %s", r.Status, r.Body)
	}
}

func TestTooManyRequestsAreTold(t *testing.T) {
	w := testkit.Serve(t, server.Config{RequestsPerSec: 0.5, Proxies: nil})
	var last reply
	for range 4 {
		if last = post(t, w, `{ __typename }`, nil); last.Status == 429 {
			break
		}
	}
	if last.Status != 429 || last.code() != "RATE_LIMITED" || last.Header.Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q, %s", last.Status, last.Header.Get("Retry-After"), last.Body)
	}
	if !strings.Contains(last.JSON.Errors[0].Message, "0.5 a second") {
		t.Errorf("not explained: %q", last.JSON.Errors[0].Message)
	}
	if spoofed := post(t, w, `{ __typename }`, nil, "X-Forwarded-For: 203.0.113.9"); spoofed.Status != 429 {
		t.Error("a client chose its own address")
	}
}

func TestAnAccountIsLimitedWhateverItsAddress(t *testing.T) {
	proxies, err := cidrs("127.0.0.1/32", "::1/128")
	if err != nil {
		t.Fatal(err)
	}
	w := testkit.Serve(t, server.Config{RequestsPerSec: 1, Proxies: proxies})
	token := signUp(t, w, "busy")
	refused := 0
	for i := range 12 {
		r := post(t, w, `{ __typename }`, nil, "Authorization: Bearer "+token, fmt.Sprintf("X-Forwarded-For: 203.0.113.%d", i))
		if r.Status == 429 {
			refused++
		}
	}
	if refused == 0 {
		t.Error("12 requests at once of one account, from 12 addresses, at 1 a second")
	}
	if r := post(t, w, `{ __typename }`, nil, "X-Forwarded-For: 203.0.113.200"); r.Status != 200 {
		t.Errorf("a stranger elsewhere: %d", r.Status)
	}
}

func TestTheLogHasRequestIdOperationAndDuration(t *testing.T) {
	var out lockedBuffer
	w := testkit.Serve(t, server.Config{RequestsPerSec: 1000, Log: slog.New(wireLog(slog.NewJSONHandler(&out, nil)))})
	post(t, w, `query Regions($s: String!) { organization(slug: $s) { id } }`, map[string]any{"s": "a secret slug"}, "X-Request-Id: abcdefgh-1")
	var entry map[string]any
	for line := range strings.Lines(out.String()) {
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("no JSON: %s", line)
		}
		if entry["msg"] == "request" {
			break
		}
	}
	if entry["requestId"] != "abcdefgh-1" || entry["operation"] != "query" || entry["name"] != "Regions" || entry["status"] != 200.0 {
		t.Errorf("%v", entry)
	}
	if ms, ok := entry["ms"].(float64); !ok || ms <= 0 {
		t.Errorf("no duration: %v", entry)
	}
	if strings.Contains(out.String(), "secret") {
		t.Error("the log has a variable's value")
	}
}

func TestASwitchTurnsIntrospectionAndExplorerOff(t *testing.T) {
	for _, on := range []bool{true, false} {
		w := testkit.Serve(t, server.Config{Introspection: on, RequestsPerSec: 1000})
		for _, q := range []string{`{ __schema { queryType { name } } }`, `{ __type(name: "User") { name } }`, `fragment f on Query { __schema { queryType { name } } } { ...f }`} {
			r := post(t, w, q, nil)
			if on && r.code() != "" || !on && r.code() != "INTROSPECTION_DISABLED" {
				t.Errorf("introspection %v: %s", on, r.Body)
			}
		}
		if r := post(t, w, `{ __typename }`, nil); r.code() != "" {
			t.Errorf("__typename with introspection %v: %s", on, r.Body)
		}
		res, err := http.Get(w.URL + "/graphiql")
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || (res.StatusCode == 200) != on {
			t.Errorf("introspection %v: explorer %d, %v", on, res.StatusCode, err)
		}
		if !on {
			continue
		}
		for _, part := range strings.FieldsFunc(string(page), func(r rune) bool { return r == '"' || r == '\'' }) {
			if strings.HasPrefix(part, "http") || strings.HasPrefix(part, "//") {
				t.Errorf("the explorer's page names %s", part)
			}
			if strings.HasPrefix(part, "/graphiql/") {
				res, err := http.Get(w.URL + part)
				if err != nil {
					t.Fatal(err)
				}
				res.Body.Close()
				if res.StatusCode != 200 {
					t.Errorf("%s: %d", part, res.StatusCode)
				}
			}
		}
	}
}
