package graph

import (
	"errors"

	"entgo.io/contrib/entgql"
	"github.com/99designs/gqlgen/graphql"
)

// Scalars checks the values of the schema's own scalars before anything runs.
func Scalars() map[string]ScalarCheck {
	return map[string]ScalarCheck{
		"Cursor": func(value any) error {
			if new(entgql.Cursor[string]).UnmarshalGQL(value) != nil {
				return errors.New("Cursor takes what the server gave in a list of the same kind and order.")
			}
			return nil
		},
		"Time": func(value any) error {
			if _, err := graphql.UnmarshalTime(value); err != nil {
				return errors.New("Time takes a moment as RFC 3339 writes it.")
			}
			return nil
		},
	}
}
