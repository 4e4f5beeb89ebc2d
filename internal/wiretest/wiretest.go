// Package wiretest is a small GraphQL schema with its resolvers, in memory, on which the tests of package graph's
// limits and of package server/wire run: connections, a plain list, a mutation, a subscription, enums, inputs, node.
package wiretest

//go:generate go tool gqlgen generate

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// BookCount is how many books there are: enough for ten pages of a hundred.
const BookCount = 1000

// Secret is a text that resolvers put into their inner errors; it must never reach a client.
const Secret = "pq: relation \"secret_table\" at /srv/inner/store.go"

// CodedError is an error that says how it may be shown.
type CodedError struct{ Kind, Text string }

// Error is the text that may be shown.
func (e *CodedError) Error() string { return e.Text }

// Code is the code that may be shown.
func (e *CodedError) Code() string { return e.Kind }

// Resolvers answers the schema and counts what it was asked.
type Resolvers struct {
	// Mutations counts the mutation fields that were resolved.
	Mutations atomic.Int64
	// Queries counts the calls of echo.
	Queries atomic.Int64
}

// NewSchema returns the executable schema that r answers.
func NewSchema(r *Resolvers) graphql.ExecutableSchema {
	return NewExecutableSchema(Config{Resolvers: r})
}

// book returns the book of number i, always the same one.
func book(i int) *Book {
	return &Book{ID: "bok_" + strconv.Itoa(i), Title: "书 " + strconv.Itoa(i), Audience: AudiencePublic, CreatedAt: time.Date(2026, 1, 1, 0, 0, i, 0, time.UTC)}
}

func author() *Author { return &Author{ID: "aut_1", Name: "同行者"} }

func page(after *string, first *int, before *string, last *int) (*BookConnection, error) {
	from, to := 0, BookCount
	for _, c := range []struct {
		cursor *string
		bound  *int
		add    int
	}{{after, &from, 1}, {before, &to, 0}} {
		if c.cursor == nil {
			continue
		}
		raw, err := base64.RawURLEncoding.DecodeString(*c.cursor)
		if err != nil {
			return nil, &CodedError{"BAD_CURSOR", "The cursor is not one of this list."}
		}
		n, err := strconv.Atoi(string(raw))
		if err != nil {
			return nil, &CodedError{"BAD_CURSOR", "The cursor is not one of this list."}
		}
		*c.bound = n + c.add
	}
	if first != nil {
		to = min(to, from+*first)
	}
	if last != nil {
		from = max(from, to-*last)
	}
	c := &BookConnection{TotalCount: BookCount, PageInfo: &PageInfo{HasPreviousPage: from > 0, HasNextPage: to < BookCount}}
	for i := from; i < to; i++ {
		c.Edges = append(c.Edges, &BookEdge{Cursor: base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(i))), Node: book(i)})
		c.Nodes = append(c.Nodes, book(i))
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c, nil
}

func (r *Resolvers) Query() QueryResolver               { return (*queries)(r) }
func (r *Resolvers) Mutation() MutationResolver         { return (*mutations)(r) }
func (r *Resolvers) Subscription() SubscriptionResolver { return (*subscriptions)(r) }
func (r *Resolvers) Author() AuthorResolver             { return (*authors)(r) }
func (r *Resolvers) Book() BookResolver                 { return (*books)(r) }

type (
	queries       Resolvers
	mutations     Resolvers
	subscriptions Resolvers
	authors       Resolvers
	books         Resolvers
)

func (*queries) Node(_ context.Context, id string) (Node, error) {
	if id == "aut_1" {
		return author(), nil
	}
	n, err := strconv.Atoi(strings.TrimPrefix(id, "bok_"))
	if err != nil || n < 0 || n >= BookCount {
		return nil, nil
	}
	return book(n), nil
}

func (q *queries) Nodes(ctx context.Context, ids []string) ([]Node, error) {
	out := make([]Node, len(ids))
	for i, id := range ids {
		out[i], _ = q.Node(ctx, id)
	}
	return out, nil
}

func (*queries) Author(context.Context) (*Author, error) { return author(), nil }

func (*queries) Books(_ context.Context, after *string, first *int, before *string, last *int, _ *BookFilter, _ *BookOrderField) (*BookConnection, error) {
	return page(after, first, before, last)
}

func (*queries) BookBy(context.Context, BookKey) (*Book, error) { return book(1), nil }

func (q *queries) Echo(_ context.Context, text *string, number *int, ratio *float64, flag *bool, id *string, at *time.Time, audience *Audience) (*string, error) {
	q.Queries.Add(1)
	var parts []string
	if text != nil {
		parts = append(parts, *text)
	}
	if number != nil {
		parts = append(parts, strconv.Itoa(*number))
	}
	if ratio != nil {
		parts = append(parts, strconv.FormatFloat(*ratio, 'g', -1, 64))
	}
	if flag != nil {
		parts = append(parts, strconv.FormatBool(*flag))
	}
	if id != nil {
		parts = append(parts, *id)
	}
	if at != nil {
		parts = append(parts, at.Format(time.RFC3339))
	}
	if audience != nil {
		parts = append(parts, string(*audience))
	}
	s := strings.Join(parts, " ")
	return &s, nil
}

func (*queries) Fail(ctx context.Context, kind string) (*string, error) {
	switch kind {
	case "panic":
		panic(Secret)
	case "coded":
		return nil, fmt.Errorf("while reading: %w", &CodedError{"NOT_FOUND", "There is no such book."})
	case "deadline":
		return nil, fmt.Errorf("%s: %w", Secret, context.DeadlineExceeded)
	}
	return nil, errors.New(Secret)
}

func (*queries) Hang(ctx context.Context) (*string, error) {
	<-ctx.Done()
	return nil, fmt.Errorf("%s: %w", Secret, ctx.Err())
}

func (m *mutations) AddBook(_ context.Context, input AddBookInput) (*AddBookPayload, error) {
	b := book(int(m.Mutations.Add(1)))
	b.Title, b.Audience = input.Title, input.Audience
	return &AddBookPayload{Book: b}, nil
}

func (m *mutations) SignIn(context.Context, SignInInput) (*SignInPayload, error) {
	m.Mutations.Add(1)
	return &SignInPayload{}, nil
}

func (*subscriptions) Counted(ctx context.Context, to int) (<-chan int, error) {
	c := make(chan int)
	go func() {
		defer close(c)
		for i := 1; i <= to; i++ {
			select {
			case c <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c, nil
}

func (*authors) Books(_ context.Context, _ *Author, after *string, first *int, before *string, last *int, _ *BookFilter) (*BookConnection, error) {
	return page(after, first, before, last)
}

func (*books) Body(_ context.Context, _ *Book, length *int) (string, error) {
	return strings.Repeat("x", min(max(*length, 0), 1<<21)), nil
}

func (*books) Author(context.Context, *Book) (*Author, error) { return author(), nil }

func (*books) Chapters(_ context.Context, b *Book) ([]*Chapter, error) {
	return []*Chapter{{Heading: "一", Book: b}, {Heading: "二", Book: b}}, nil
}
