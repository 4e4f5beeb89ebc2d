// Package contract holds the tests of what is promised whatever the code does: the shape of schema.graphql, and which
// package may import which.
package contract

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func load(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// types calls check with each type of ours.
func types(schema *ast.Schema, check func(*ast.Definition)) {
	for _, def := range schema.Types {
		if !def.BuiltIn {
			check(def)
		}
	}
}

// fields are the fields of a type that the schema names: gqlparser adds __schema and __type to Query.
func fields(def *ast.Definition) (out ast.FieldList) {
	for _, f := range def.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			out = append(out, f)
		}
	}
	return out
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	schema := load(t)
	if schema.Description == "" {
		t.Error("the schema has no description")
	}
	types(schema, func(def *ast.Definition) {
		if def.Description == "" {
			t.Errorf("%s has no description", def.Name)
		}
		for _, f := range fields(def) {
			if f.Description == "" {
				t.Errorf("%s.%s has no description", def.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" {
					t.Errorf("%s.%s(%s:) has no description", def.Name, f.Name, a.Name)
				}
			}
		}
		for _, v := range def.EnumValues {
			if v.Description == "" {
				t.Errorf("%s.%s has no description", def.Name, v.Name)
			}
		}
	})
}

func TestNamesHaveTheirCase(t *testing.T) {
	pascal, camel, upper := regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`), regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`), regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)
	types(load(t), func(def *ast.Definition) {
		if !pascal.MatchString(def.Name) {
			t.Errorf("type %s is not PascalCase", def.Name)
		}
		for _, f := range fields(def) {
			if !camel.MatchString(f.Name) {
				t.Errorf("field %s.%s is not camelCase", def.Name, f.Name)
			}
			for _, a := range f.Arguments {
				if !camel.MatchString(a.Name) {
					t.Errorf("argument %s.%s(%s:) is not camelCase", def.Name, f.Name, a.Name)
				}
			}
		}
		for _, v := range def.EnumValues {
			if !upper.MatchString(v.Name) {
				t.Errorf("value %s.%s is not UPPER_CASE", def.Name, v.Name)
			}
		}
	})
}

func TestAMutationTakesOneInputAndReturnsAPayloadWithUserErrors(t *testing.T) {
	schema := load(t)
	for _, m := range schema.Mutation.Fields {
		name := strings.ToUpper(m.Name[:1]) + m.Name[1:]
		if len(m.Arguments) != 1 || m.Arguments[0].Name != "input" || m.Arguments[0].Type.Name() != name+"Input" {
			t.Errorf("%s must take one argument, input: %sInput!", m.Name, name)
			continue
		}
		input := schema.Types[name+"Input"]
		needed := slices.ContainsFunc(input.Fields, func(f *ast.FieldDefinition) bool { return f.Type.NonNull })
		if needed && !m.Arguments[0].Type.NonNull {
			t.Errorf("%s(input:) must not be null", m.Name)
		}
		if input.Fields.ForName("organizationId") != nil && input.Fields.ForName("idempotencyKey") == nil {
			t.Errorf("%s acts for an organization and takes no idempotencyKey: phones retry", m.Name)
		}
		if m.Type.String() != name+"Payload!" {
			t.Errorf("%s returns %s, not %sPayload!", m.Name, m.Type, name)
			continue
		}
		if f := schema.Types[name+"Payload"].Fields.ForName("userErrors"); f == nil || f.Type.String() != "[UserError!]!" {
			t.Errorf("%sPayload has no userErrors: [UserError!]!", name)
		}
	}
}

func TestEachTypeIsUsed(t *testing.T) {
	schema := load(t)
	used := map[string]bool{"Query": true, "Mutation": true, "Subscription": true}
	use := func(of string, ty *ast.Type) {
		if ty.Name() != of {
			used[ty.Name()] = true
		}
	}
	types(schema, func(def *ast.Definition) {
		for _, f := range fields(def) {
			use(def.Name, f.Type)
			for _, a := range f.Arguments {
				use(def.Name, a.Type)
			}
		}
		for _, member := range def.Types {
			used[member] = true
		}
		if def.Kind == ast.Object { // found by node(id)
			for _, i := range def.Interfaces {
				used[def.Name] = used[def.Name] || i != def.Name
			}
		}
	})
	types(schema, func(def *ast.Definition) {
		if !used[def.Name] {
			t.Errorf("nothing uses %s", def.Name)
		}
	})
}

// forwardOnly are the lists by rank: their end is nowhere.
var forwardOnly = map[string]bool{"search": true}

// https://relay.dev/graphql/connections.htm and https://relay.dev/graphql/objectidentification.htm
func TestConnectionsAndNodesAreRelays(t *testing.T) {
	schema := load(t)
	want := func(def *ast.Definition, field, typ string) {
		t.Helper()
		if f := def.Fields.ForName(field); f == nil || f.Type.String() != typ {
			t.Errorf("%s has no %s: %s", def.Name, field, typ)
		}
	}
	types(schema, func(def *ast.Definition) {
		if node, ok := strings.CutSuffix(def.Name, "Connection"); ok {
			want(def, "edges", "["+node+"Edge!]!")
			want(def, "pageInfo", "PageInfo!")
			want(def, "totalCount", "Int!")
			edge := schema.Types[node+"Edge"]
			if edge == nil {
				t.Errorf("%s has no edge type", def.Name)
				return
			}
			want(edge, "cursor", "Cursor!")
			n := edge.Fields.ForName("node")
			if n == nil {
				t.Errorf("%sEdge has no node", node)
				return
			}
			want(def, "nodes", "["+n.Type.Name()+"!]!")
		}
		if def.Kind != ast.Object {
			return
		}
		if id := def.Fields.ForName("id"); id != nil && id.Type.Name() == "ID" && !slices.Contains(def.Interfaces, "Node") {
			t.Errorf("%s has an id and is no Node", def.Name)
		}
		for _, f := range fields(def) {
			if !strings.HasSuffix(f.Type.Name(), "Connection") {
				continue
			}
			pages := map[string]string{"first": "Int", "after": "Cursor", "last": "Int", "before": "Cursor"}
			if f.Arguments.ForName("last") == nil && forwardOnly[f.Name] {
				delete(pages, "last")
				delete(pages, "before")
			}
			for name, typ := range pages {
				if a := f.Arguments.ForName(name); a == nil || a.Type.String() != typ {
					t.Errorf("%s.%s takes no %s: %s", def.Name, f.Name, name, typ)
				}
			}
		}
	})
}

func TestTheInputsOfAnEnumOrderHaveADirection(t *testing.T) {
	types(load(t), func(def *ast.Definition) {
		if def.Kind != ast.InputObject || !strings.HasSuffix(def.Name, "Order") {
			return
		}
		d, f := def.Fields.ForName("direction"), def.Fields.ForName("field")
		if d == nil || f == nil || d.Type.Name() != "OrderDirection" || f.Type.String() != def.Name+"Field!" {
			t.Errorf("%s is not {direction: OrderDirection!, field: %sField!}", def.Name, def.Name)
		}
	})
}
