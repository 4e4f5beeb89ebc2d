package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// ScalarCheck says whether a value is one of a custom scalar. The value is as JSON has it: string, json.Number, int64,
// float64, bool, []any, map[string]any. The text of the error is shown to the client.
type ScalarCheck func(value any) error

// validationRules returns gqlparser's rules, those that suggest names ("Did you mean …") replaced by those that do not,
// and one more for literals. The executor asks for them once for each new document.
func validationRules(scalars map[string]ScalarCheck) func() *rules.Rules {
	return func() *rules.Rules {
		r := rules.NewDefaultRules()
		for _, quiet := range []core.Rule{
			rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
			rules.ScalarLeafsRuleWithoutSuggestions,
			rules.KnownArgumentNamesRuleWithoutSuggestions,
			rules.KnownTypeNamesRuleWithoutSuggestions,
			rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
		} {
			r.RemoveRule(strings.TrimSuffix(quiet.Name, "WithoutSuggestions"))
			r.AddRule(quiet.Name, quiet.RuleFunc)
		}
		r.AddRule("StrictLiterals", strictLiterals(scalars))
		return r
	}
}

// strictLiterals refuses literals that gqlparser lets pass and a resolver could not take.
func strictLiterals(scalars map[string]ScalarCheck) core.RuleFunc {
	return func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, v *ast.Value) {
			if v.Definition == nil || v.Definition.Kind != ast.Scalar {
				return
			}
			switch v.Kind {
			case ast.Variable, ast.NullValue:
				return
			case ast.ListValue:
				if v.ExpectedType != nil && v.ExpectedType.Elem != nil {
					return // its entries come on their own
				}
			}
			value, err := v.Value(nil)
			if v.Kind == ast.IntValue || v.Kind == ast.FloatValue {
				value, err = json.Number(v.Raw), nil
			}
			if err == nil {
				err = checkScalar(v.Definition.Name, value, scalars)
			}
			if err != nil {
				addError(core.Message("%s", err), core.At(v.Position))
			}
		})
	}
}

// strictVariables refuses variables whose values are not of their types
// (https://spec.graphql.org/October2021/#sec-Scalars, "Input Coercion"). gqlparser's own check, which runs before,
// takes "1" for an Int, 1.5 for an ID and a number for a String.
func (e *Executor) strictVariables(oc *graphql.OperationContext) *gqlerror.Error {
	c := checker{schema: e.schema, scalars: e.scalars}
	for _, v := range oc.Operation.VariableDefinitions {
		value, given := oc.Variables[v.Variable]
		if !given {
			continue
		}
		c.path = ast.Path{ast.PathName("variable"), ast.PathName(v.Variable)}
		if err := c.value(v.Type, value); err != nil {
			errcode.Set(err, errcode.ValidationFailed)
			return located(err, v.Position)
		}
	}
	return nil
}

// checker compares values with types; path is where it stands.
type checker struct {
	schema  *ast.Schema
	scalars map[string]ScalarCheck
	path    ast.Path
}

func (c *checker) fail(format string, args ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, args...), Path: append(ast.Path{}, c.path...)}
}

// at checks a part of the value.
func (c *checker) at(step ast.PathElement, t *ast.Type, value any) *gqlerror.Error {
	c.path = append(c.path, step)
	defer func() { c.path = c.path[:len(c.path)-1] }()
	return c.value(t, value)
}

func (c *checker) value(t *ast.Type, value any) *gqlerror.Error {
	if value == nil {
		if t.NonNull {
			return c.fail("A value of type %q is required.", t.String())
		}
		return nil
	}
	if t.Elem != nil {
		entries, ok := value.([]any)
		if !ok { // a single value stands for a list of one; gqlparser has made a []string or the like of it
			if v := reflect.ValueOf(value); v.Kind() == reflect.Slice && v.Len() == 1 {
				value = v.Index(0).Interface()
			}
			return c.value(t.Elem, value)
		}
		for i, entry := range entries {
			if err := c.at(ast.PathIndex(i), t.Elem, entry); err != nil {
				return err
			}
		}
		return nil
	}
	def := c.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Enum:
		name, ok := value.(string)
		if !ok || def.EnumValues.ForName(name) == nil {
			return c.fail("The value is not one of the enum %q.", def.Name)
		}
	case ast.InputObject:
		fields, ok := value.(map[string]any)
		if !ok {
			return c.fail("The value must be an object of type %q.", def.Name)
		}
		return c.object(def, fields)
	case ast.Scalar:
		if err := checkScalar(def.Name, value, c.scalars); err != nil {
			return c.fail("%s", err)
		}
	}
	return nil
}

func (c *checker) object(def *ast.Definition, fields map[string]any) *gqlerror.Error {
	if def.Directives.ForName("oneOf") != nil {
		for _, v := range fields {
			if len(fields) > 1 || v == nil {
				return c.fail("Exactly one field of %q must be given, and not as null.", def.Name)
			}
		}
		if len(fields) == 0 {
			return c.fail("Exactly one field of %q must be given.", def.Name)
		}
	}
	for name, v := range fields {
		field := def.Fields.ForName(name)
		if field == nil {
			return c.fail("%q has no field of that name.", def.Name)
		}
		if err := c.at(ast.PathName(name), field.Type, v); err != nil {
			return err
		}
	}
	return nil
}

// checkScalar says whether the value is one of the scalar, as JSON or a literal has it.
func checkScalar(name string, value any, scalars map[string]ScalarCheck) error {
	switch name {
	case "Int":
		if n, ok := whole(value); !ok || n < math.MinInt32 || n > math.MaxInt32 {
			return errors.New("Int takes whole numbers from -2147483648 to 2147483647.")
		}
	case "Float":
		if !isFinite(value) {
			return errors.New("Float takes finite numbers.")
		}
	case "Boolean":
		if _, ok := value.(bool); !ok {
			return errors.New("Boolean takes true or false.")
		}
	case "ID":
		s, isText := value.(string)
		if _, ok := whole(value); !isText && !ok {
			return errors.New("ID takes strings and whole numbers.")
		}
		return checkText(s)
	case "String":
		s, ok := value.(string)
		if !ok {
			return errors.New("String takes strings.")
		}
		return checkText(s)
	default:
		if check := scalars[name]; check != nil {
			return check(value)
		}
	}
	return nil
}

// checkText refuses the one character that JSON can say and PostgreSQL's text cannot hold.
func checkText(s string) error {
	if strings.ContainsRune(s, 0) {
		return errors.New("A text must not contain the character U+0000.")
	}
	return nil
}

func isFinite(value any) bool {
	switch v := value.(type) {
	case int64, int:
		return true
	case float64:
		return !math.IsInf(v, 0) && !math.IsNaN(v)
	case json.Number:
		_, err := strconv.ParseFloat(v.String(), 64)
		return err == nil
	}
	return false
}
