package graph

import (
	"fmt"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Codes of refusals, in `extensions.code` of the error. Each of them but the last two comes with `extensions.limit`
// (the bound) and `extensions.asked` (what the operation asks for).
const (
	CodeDepth              = "DEPTH_LIMIT"
	CodeAliases            = "ALIAS_LIMIT"
	CodeRootFields         = "ROOT_FIELD_LIMIT"
	CodeRepeatedField      = "REPEATED_FIELD_LIMIT"
	CodeFields             = "FIELD_LIMIT"
	CodeFragments          = "FRAGMENT_LIMIT"
	CodeDirectives         = "DIRECTIVE_LIMIT"
	CodeOperations         = "OPERATION_LIMIT"
	CodeTokens             = "TOKEN_LIMIT"
	CodeNodes              = "NODE_LIMIT"
	CodePageSize           = "PAGE_SIZE"
	CodePageRequired       = "PAGE_REQUIRED"
	CodeIntrospectionIsOff = "INTROSPECTION_DISABLED"
)

// Limits bounds what one operation may ask for. All of it is counted before anything runs, through fragments, inline
// fragments and variables, and whatever @skip and @include say. With these bounds gqlgen's complexity limit is not
// needed, and must not be switched on: it walks fragments without memory, in time that doubles with each of them.
type Limits struct {
	// Tokens is how many lexical tokens a document may have.
	Tokens int
	// Operations is how many operations a document may define. One of them is executed.
	Operations int
	// Fragments is how many fragments a document may define.
	Fragments int
	// Depth is how many fields may be nested, from the root field (1) to the innermost leaf.
	Depth int
	// IntrospectionDepth is the same below __schema and __type. The full query of graphql-js asks for 15.
	IntrospectionDepth int
	// Aliases is how many aliases an operation may have.
	Aliases int
	// IntrospectionAliases is the same below __schema and __type, where each costs a walk over the whole schema.
	IntrospectionAliases int
	// RootFields is how many fields a query may have at its root.
	RootFields int
	// MutationFields is how many fields a mutation may have at its root.
	MutationFields int
	// RootFieldCaps is how often one operation may have a root field of a name, under any alias: for what must not be
	// tried many times in one request, like a sign-in. A name without an entry is bounded by the numbers above only.
	RootFieldCaps map[string]int
	// Fields is how many fields an operation may have once its fragments are spread.
	Fields int
	// Directives is how many directives an operation may have once its fragments are spread.
	Directives int
	// Nodes is how many objects an operation may ask for: the product of nested pages, summed.
	Nodes int
	// PageSize is the largest `first` or `last`; the smallest is 1.
	PageSize int
	// ListSize is how many entries a list without `first` and `last` is taken to have when nodes are counted.
	ListSize int
	// FieldWeights is what a field costs in nodes besides its objects, by "Type.field": for the ones that are
	// expensive to resolve or long (a body of text). A field without an entry costs nothing besides.
	FieldWeights map[string]int
	// Deadline is how long a query or mutation may run. A subscription is not bounded by it.
	Deadline time.Duration
	// Introspection says whether __schema and __type are answered.
	Introspection bool
}

// DefaultLimits returns limits under which pages of 50 at two levels, documents of 16 KiB and the full introspection
// queries of the usual tools are served.
func DefaultLimits() Limits {
	return Limits{
		Tokens:               10_000,
		Operations:           50,
		Fragments:            100,
		Depth:                15,
		IntrospectionDepth:   20,
		Aliases:              30,
		IntrospectionAliases: 5,
		RootFields:           20,
		MutationFields:       10,
		RootFieldCaps:        map[string]int{"__schema": 2, "__type": 10},
		Fields:               5_000,
		Directives:           100,
		Nodes:                25_000,
		PageSize:             100,
		ListSize:             5,
		Deadline:             2500 * time.Millisecond,
		Introspection:        true,
	}
}

// check reports a limit that is not a positive number.
func (l Limits) check() error {
	for _, n := range []struct {
		name  string
		value int
	}{
		{"Tokens", l.Tokens}, {"Operations", l.Operations}, {"Fragments", l.Fragments}, {"Depth", l.Depth},
		{"IntrospectionDepth", l.IntrospectionDepth}, {"Aliases", l.Aliases},
		{"IntrospectionAliases", l.IntrospectionAliases}, {"RootFields", l.RootFields},
		{"MutationFields", l.MutationFields}, {"Fields", l.Fields}, {"Directives", l.Directives},
		{"Nodes", l.Nodes}, {"PageSize", l.PageSize}, {"ListSize", l.ListSize}, {"Deadline", int(l.Deadline)},
	} {
		if n.value <= 0 {
			return fmt.Errorf("graph: limit %s is %d: it must be positive", n.name, n.value)
		}
	}
	return nil
}

// refusal is the error for asking for more than the limit.
func refusal(code, what string, limit, asked int, at *ast.Position) *gqlerror.Error {
	err := &gqlerror.Error{
		Message:    fmt.Sprintf("The operation asks for %s %s; at most %d are allowed.", count(asked), what, limit),
		Extensions: map[string]any{"code": code, "limit": limit, "asked": asked},
	}
	return located(err, at)
}

// located says where in the document the error is.
func located(err *gqlerror.Error, at *ast.Position) *gqlerror.Error {
	if at != nil {
		err.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	return err
}

// most is where counting stops: numbers that double with each fragment must not wrap around.
const most = 1 << 31

// plus and times count up to most.
func plus(a, b int) int  { return min(a+b, most) }
func times(a, b int) int { return min(min(a, most)*min(b, most), most) }

// count writes n for a message.
func count(n int) string {
	if n >= most {
		return "billions of"
	}
	return fmt.Sprint(n)
}

// shape is what a selection set amounts to once its fragments are spread, whatever the schema.
type shape struct {
	depth, aliases, fields, directives int
	top                                int            // fields at the outermost level
	introspectionDepth                 int            // depth below __schema and __type
	introspectionAliases               int            // aliases below __schema and __type
	named                              map[string]int // fields at the outermost level that have a cap, by name
}

// add merges o, which stands at the same level as s.
func (s *shape) add(o shape) {
	s.depth = max(s.depth, o.depth)
	s.introspectionDepth = max(s.introspectionDepth, o.introspectionDepth)
	s.aliases = plus(s.aliases, o.aliases)
	s.introspectionAliases = plus(s.introspectionAliases, o.introspectionAliases)
	s.fields = plus(s.fields, o.fields)
	s.directives = plus(s.directives, o.directives)
	s.top = plus(s.top, o.top)
	for name, n := range o.named {
		if s.named == nil {
			s.named = map[string]int{}
		}
		s.named[name] = plus(s.named[name], n)
	}
}

// shaper measures selection sets. It remembers each fragment, so that its time grows with the length of the document
// and not with the number of paths through it.
type shaper struct {
	limits    *Limits
	document  *ast.QueryDocument
	fragments map[string]shape
	bodies    map[string]*ast.FragmentDefinition
}

func newShaper(l *Limits, doc *ast.QueryDocument) *shaper {
	s := &shaper{limits: l, document: doc, fragments: map[string]shape{}, bodies: map[string]*ast.FragmentDefinition{}}
	for _, f := range doc.Fragments {
		s.bodies[f.Name] = f
	}
	return s
}

// operation reports the first limit that the operation breaks.
func (s *shaper) operation(op *ast.OperationDefinition) *gqlerror.Error {
	l := s.limits
	found := s.set(op.SelectionSet)
	found.directives = plus(found.directives, len(op.Directives))
	for _, v := range op.VariableDefinitions {
		found.directives = plus(found.directives, len(v.Directives))
	}
	roots := l.RootFields
	if op.Operation == ast.Mutation {
		roots = l.MutationFields
	}
	if found.introspectionDepth > 0 && !l.Introspection {
		return located(&gqlerror.Error{
			Message:    "Introspection is switched off on this server.",
			Extensions: map[string]any{"code": CodeIntrospectionIsOff},
		}, op.Position)
	}
	for _, c := range []struct {
		code, what   string
		limit, asked int
	}{
		{CodeDepth, "levels of nested fields", l.Depth, found.depth},
		{CodeDepth, "levels of introspection", l.IntrospectionDepth, found.introspectionDepth},
		{CodeRootFields, "fields at its root", roots, found.top},
		{CodeAliases, "aliases", l.Aliases, found.aliases},
		{CodeAliases, "aliases in its introspection", l.IntrospectionAliases, found.introspectionAliases},
		{CodeDirectives, "directives", l.Directives, found.directives},
		{CodeFields, "fields", l.Fields, found.fields},
	} {
		if c.asked > c.limit {
			return refusal(c.code, c.what, c.limit, c.asked, op.Position)
		}
	}
	for name, n := range found.named {
		if limit := l.RootFieldCaps[name]; n > limit {
			err := refusal(CodeRepeatedField, fmt.Sprintf("times the field %q", name), limit, n, op.Position)
			err.Extensions["field"] = name
			return err
		}
	}
	return nil
}

// set measures a selection set.
func (s *shaper) set(set ast.SelectionSet) shape {
	var sum shape
	for _, selection := range set {
		switch sel := selection.(type) {
		case *ast.Field:
			sum.add(s.field(sel))
		case *ast.InlineFragment:
			sum.add(s.set(sel.SelectionSet))
			sum.directives = plus(sum.directives, len(sel.Directives))
		case *ast.FragmentSpread:
			sum.add(s.fragment(sel.Name))
			sum.directives = plus(sum.directives, len(sel.Directives))
		}
	}
	return sum
}

func (s *shaper) field(f *ast.Field) shape {
	below := s.set(f.SelectionSet)
	here := shape{
		depth: 1 + below.depth, fields: plus(1, below.fields), aliases: below.aliases, top: 1,
		directives: plus(len(f.Directives), below.directives), introspectionDepth: below.introspectionDepth,
		introspectionAliases: below.introspectionAliases,
	}
	if f.Alias != f.Name {
		here.aliases = plus(1, here.aliases)
	}
	if f.Name == "__schema" || f.Name == "__type" {
		here.introspectionDepth, here.introspectionAliases = here.depth, below.aliases
		here.depth, here.aliases = 1, here.aliases-below.aliases
	}
	if _, capped := s.limits.RootFieldCaps[f.Name]; capped {
		here.named = map[string]int{f.Name: 1}
	}
	return here
}

// fragment measures the fragment of that name, once. An unknown one and one that spreads itself, which validation
// refuses by name, count as empty here.
func (s *shaper) fragment(name string) shape {
	if found, ok := s.fragments[name]; ok {
		return found
	}
	body := s.bodies[name]
	if body == nil {
		return shape{}
	}
	s.fragments[name] = shape{}
	found := s.set(body.SelectionSet)
	found.directives = plus(found.directives, len(body.Directives))
	s.fragments[name] = found
	return found
}
