package graph

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// breadth counts the objects that an operation asks for, before anything runs: a page of fifty of which each has a page
// of fifty is 2,550. It needs the document validated and the variables coerced.
type breadth struct {
	limits    *Limits
	schema    *ast.Schema
	variables map[string]any
	fragments map[string]nodes
	refused   *gqlerror.Error
}

// nodes is a number of objects that depends on the size n of the page around it: fixed + n × each. Only selections on a
// connection type (edges, nodes) have an each; so a fragment on one is counted once, whatever pages spread it.
type nodes struct{ fixed, each int }

// operation reports a page out of bounds, or more objects than allowed.
func (b *breadth) operation(op *ast.OperationDefinition) *gqlerror.Error {
	sum := b.set(op.SelectionSet)
	if b.refused != nil {
		return b.refused
	}
	if sum.fixed > b.limits.Nodes {
		return refusal(CodeNodes, "objects", b.limits.Nodes, sum.fixed, op.Position)
	}
	return nil
}

func (b *breadth) set(set ast.SelectionSet) nodes {
	var sum nodes
	for _, selection := range set {
		var n nodes
		switch sel := selection.(type) {
		case *ast.Field:
			n = b.field(sel)
		case *ast.InlineFragment:
			n = b.set(sel.SelectionSet)
		case *ast.FragmentSpread:
			n = b.fragment(sel)
		}
		sum.fixed, sum.each = plus(sum.fixed, n.fixed), plus(sum.each, n.each)
	}
	return sum
}

func (b *breadth) fragment(spread *ast.FragmentSpread) nodes {
	if n, ok := b.fragments[spread.Name]; ok {
		return n
	}
	n := b.set(spread.Definition.SelectionSet)
	b.fragments[spread.Name] = n
	return n
}

func (b *breadth) field(f *ast.Field) nodes {
	if strings.HasPrefix(f.Name, "__") { // introspection is bounded by its own depth and aliases
		return nodes{}
	}
	def := f.Definition
	weight := b.limits.FieldWeights[f.ObjectDefinition.Name+"."+f.Name]
	result := b.schema.Types[def.Type.Name()]
	if !result.IsCompositeType() {
		return nodes{fixed: weight}
	}
	below := b.set(f.SelectionSet)
	paged := def.Arguments.ForName("first") != nil || def.Arguments.ForName("last") != nil
	switch {
	case isConnection(result):
		n := b.limits.PageSize
		if paged {
			n = b.page(f)
		}
		return nodes{fixed: plus(weight, plus(below.fixed, times(n, below.each)))}
	case isConnection(f.ObjectDefinition) && f.Name == "edges":
		return nodes{fixed: weight, each: max(1, below.fixed)}
	case isConnection(f.ObjectDefinition) && f.Name == "nodes":
		return nodes{fixed: weight, each: plus(1, below.fixed)}
	case paged:
		return nodes{fixed: plus(weight, times(b.page(f), plus(1, below.fixed)))}
	case def.Type.Elem != nil:
		return nodes{fixed: plus(weight, times(b.list(f), plus(1, below.fixed)))}
	}
	return nodes{fixed: plus(weight, plus(1, below.fixed))}
}

// isConnection says whether the type is a connection, by its name
// (https://relay.dev/graphql/connections.htm#sec-Connection-Types).
func isConnection(t *ast.Definition) bool { return strings.HasSuffix(t.Name, "Connection") }

// page is the size of the page that the field asks for.
func (b *breadth) page(f *ast.Field) int {
	first, hasFirst := b.argument(f, "first")
	last, hasLast := b.argument(f, "last")
	name := f.ObjectDefinition.Name + "." + f.Name
	switch {
	case !hasFirst && !hasLast:
		b.refuse(f, CodePageRequired, fmt.Sprintf("%q needs `first` or `last`, from 1 to %d.", name, b.limits.PageSize), nil)
	case hasFirst && hasLast:
		b.refuse(f, CodePageSize, fmt.Sprintf("%q takes either `first` or `last`, not both.", name), nil)
	case hasFirst:
		return b.size(f, name, "first", first)
	case hasLast:
		return b.size(f, name, "last", last)
	}
	return 0
}

// size checks a page's size.
func (b *breadth) size(f *ast.Field, name, argument string, value any) int {
	n, ok := whole(value)
	if !ok || n < 1 || n > int64(b.limits.PageSize) {
		b.refuse(f, CodePageSize, fmt.Sprintf("`%s` of %q must be from 1 to %d; it is %v.", argument, name, b.limits.PageSize, value), value)
		return 0
	}
	return int(n)
}

// list is how many entries a list without pages is taken to have: as many as it is asked for by `ids`, or ListSize.
func (b *breadth) list(f *ast.Field) int {
	ids, ok := b.argument(f, "ids")
	if !ok {
		return b.limits.ListSize
	}
	entries, isList := ids.([]any)
	if !isList {
		return 1
	}
	if n := len(entries); n > b.limits.PageSize {
		b.refuse(f, CodePageSize, fmt.Sprintf("`ids` of %q may have %d entries; it has %d.", f.ObjectDefinition.Name+"."+f.Name, b.limits.PageSize, n), n)
	}
	return len(entries)
}

// argument is the value that a field's argument will have: literal, variable or default. A null counts as absent.
func (b *breadth) argument(f *ast.Field, name string) (any, bool) {
	def := f.Definition.Arguments.ForName(name)
	if def == nil {
		return nil, false
	}
	value := def.DefaultValue
	if given := f.Arguments.ForName(name); given != nil {
		_, set := b.variables[given.Value.Raw]
		if given.Value.Kind != ast.Variable || set {
			value = given.Value
		}
	}
	v, err := value.Value(b.variables)
	return v, err == nil && v != nil
}

// whole reads a whole number as literals and coerced variables have them.
func whole(value any) (int64, bool) {
	switch v := value.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		return n, err == nil
	case float64:
		return int64(v), v == float64(int64(v))
	}
	return 0, false
}

// refuse keeps the first error.
func (b *breadth) refuse(f *ast.Field, code, message string, asked any) {
	if b.refused != nil {
		return
	}
	ext := map[string]any{"code": code, "limit": b.limits.PageSize}
	if asked != nil {
		ext["asked"] = asked
	}
	b.refused = located(&gqlerror.Error{Message: message, Extensions: ext}, f.Position)
}
