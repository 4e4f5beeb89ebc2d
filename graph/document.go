package graph

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// documents parses, measures and validates query documents, and keeps the valid ones. The bounds that do not depend on
// variables are checked between parsing and validating: some validation rules compare every field with every other.
type documents struct {
	limits *Limits
	schema *ast.Schema
	rules  func() *rules.Rules
	kept   *documentCache
}

// document returns the parsed document of the query text, or why it is refused.
func (d *documents) document(query string) (*ast.QueryDocument, gqlerror.List) {
	if doc, ok := d.kept.get(query); ok {
		return doc, nil
	}
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, d.limits.Tokens)
	if err != nil {
		return nil, gqlerror.List{d.parseError(err)}
	}
	if len(doc.Operations) == 0 {
		return nil, invalid("The document has no operation.")
	}
	if n := len(doc.Operations); n > d.limits.Operations {
		return nil, gqlerror.List{refusal(CodeOperations, "operations in its document", d.limits.Operations, n, nil)}
	}
	if n := len(doc.Fragments); n > d.limits.Fragments {
		return nil, gqlerror.List{refusal(CodeFragments, "fragments", d.limits.Fragments, n, nil)}
	}
	nodes := tidy(doc)
	measure := newShaper(d.limits, doc)
	for _, op := range doc.Operations {
		if err := measure.operation(op); err != nil {
			return nil, gqlerror.List{err}
		}
	}
	if nodes > d.limits.Fields { // fragments that no operation reaches are validated as well
		return nil, gqlerror.List{refusal(CodeFields, "fields in its document", d.limits.Fields, nodes, nil)}
	}
	if errs := validator.ValidateWithRules(d.schema, doc, d.rules()); len(errs) > 0 {
		for _, err := range errs {
			errcode.Set(err, errcode.ValidationFailed)
		}
		return nil, errs
	}
	eachSet(doc, func(set ast.SelectionSet) ast.SelectionSet { withoutDefer(set); return set })
	d.kept.add(query, doc, nodes)
	return doc, nil
}

// parseError gives the parser's error a code. Its message on too many tokens is the only mark of that error.
func (d *documents) parseError(err error) *gqlerror.Error {
	gqlErr, ok := err.(*gqlerror.Error)
	if !ok {
		gqlErr = &gqlerror.Error{Message: "The document does not parse."}
	}
	if strings.HasPrefix(gqlErr.Message, "exceeded token limit") {
		return &gqlerror.Error{
			Message:    "The document is too long: it has more lexical tokens than allowed.",
			Extensions: map[string]any{"code": CodeTokens, "limit": d.limits.Tokens},
		}
	}
	errcode.Set(gqlErr, errcode.ParseFailed)
	return gqlErr
}

// invalid is the list of one error of validation.
func invalid(message string) gqlerror.List {
	err := &gqlerror.Error{Message: message}
	errcode.Set(err, errcode.ValidationFailed)
	return gqlerror.List{err}
}

// tidy drops the second and later of equal plain leaves from each selection set ("id id id"): they merge into the first
// (https://spec.graphql.org/October2021/#sec-Field-Selection-Merging), but validation compares each with each. It
// returns the number of selections left.
func tidy(doc *ast.QueryDocument) int {
	total := 0
	eachSet(doc, func(set ast.SelectionSet) ast.SelectionSet {
		seen := make(map[[2]string]bool, len(set))
		set = slices.DeleteFunc(set, func(s ast.Selection) bool {
			f, ok := s.(*ast.Field)
			if !ok || len(f.Arguments)+len(f.Directives)+len(f.SelectionSet) > 0 {
				return false
			}
			key := [2]string{f.Alias, f.Name}
			defer func() { seen[key] = true }()
			return seen[key]
		})
		total += len(set)
		return set
	})
	return total
}

// withoutDefer removes @defer: a server may answer a deferred fragment with the rest, and this one always does, since
// an answer is one JSON value on every wire of ours. (gqlparser's prelude declares the directive.)
func withoutDefer(set ast.SelectionSet) {
	deferred := func(d *ast.Directive) bool { return d.Name == "defer" }
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.InlineFragment:
			s.Directives = slices.DeleteFunc(s.Directives, deferred)
		case *ast.FragmentSpread:
			s.Directives = slices.DeleteFunc(s.Directives, deferred)
		}
	}
}

// eachSet replaces every selection set of the document by what change makes of it, outer ones first.
func eachSet(doc *ast.QueryDocument, change func(ast.SelectionSet) ast.SelectionSet) {
	var walk func(ast.SelectionSet) ast.SelectionSet
	walk = func(set ast.SelectionSet) ast.SelectionSet {
		set = change(set)
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				s.SelectionSet = walk(s.SelectionSet)
			case *ast.InlineFragment:
				s.SelectionSet = walk(s.SelectionSet)
			}
		}
		return set
	}
	for _, op := range doc.Operations {
		op.SelectionSet = walk(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		f.SelectionSet = walk(f.SelectionSet)
	}
}

// Bounds of what is kept between requests.
const (
	keptDocuments = 2000    // documents
	keptNodes     = 200_000 // selections in all of them together: some 100 MB at the very most
	keptQueries   = 2000    // persisted queries
	keptQuerySize = 16384   // bytes of one of them
)

// documentCache keeps the documents used last, bounded in number and in size. It is safe for concurrent use.
type documentCache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[string, keptDocument]
	nodes int
}

type keptDocument struct {
	doc   *ast.QueryDocument
	nodes int
}

func newDocumentCache() *documentCache {
	c := &documentCache{}
	// The constructor fails for a size below one only.
	c.lru, _ = simplelru.NewLRU(keptDocuments, func(_ string, k keptDocument) { c.nodes -= k.nodes })
	return c
}

func (c *documentCache) get(query string) (*ast.QueryDocument, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.lru.Get(query)
	return k.doc, ok
}

// add keeps the document, unless its text is as long as that of thousands: values are not counted in nodes.
func (c *documentCache) add(query string, doc *ast.QueryDocument, nodes int) {
	if len(query) > 2*keptQuerySize {
		return
	}
	nodes += len(query) / 64
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lru.Contains(query) { // parsed by two requests at once
		return
	}
	c.lru.Add(query, keptDocument{doc, nodes})
	c.nodes += nodes
	for c.nodes > keptNodes {
		c.lru.RemoveOldest()
	}
}

// prepared hands a document to gqlgen's executor, which asks its query cache for it before it parses.
type prepared struct{}

type preparedKey struct{}

var _ graphql.Cache[*ast.QueryDocument] = prepared{}

// Get returns the document that the context carries.
func (prepared) Get(ctx context.Context, _ string) (*ast.QueryDocument, bool) {
	doc, ok := ctx.Value(preparedKey{}).(*ast.QueryDocument)
	return doc, ok
}

// Add keeps nothing: documentCache does.
func (prepared) Add(context.Context, string, *ast.QueryDocument) {}
