package database

import (
	"context"
	"database/sql"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// keptStatements is how many compiled statements are kept, at some 20 KB each and connection.
const keptStatements = 300

// prepared runs queries by statements that it keeps compiled: compiling is the larger part of what a small query costs
// SQLite. The texts are the program's own and few, since values are parameters. It is safe for concurrent use.
type prepared struct {
	db *sql.DB

	mu   sync.Mutex
	kept *simplelru.LRU[string, *sql.Stmt]
}

func newPrepared(db *sql.DB) *prepared {
	p := &prepared{db: db}
	// The constructor fails for a size below one only. A statement that is still read from ends when its rows are closed.
	p.kept, _ = simplelru.NewLRU(keptStatements, func(_ string, s *sql.Stmt) { _ = s.Close() })
	return p
}

// QueryContext implements entsql.ExecQuerier.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := p.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args...)
	if err != nil && err.Error() == "sql: statement is closed" { // dropped for a newer one meanwhile; database/sql has no value for it
		return p.db.QueryContext(ctx, query, args...)
	}
	return rows, err
}

// ExecContext implements entsql.ExecQuerier: readers execute nothing.
func (p *prepared) ExecContext(context.Context, string, ...any) (sql.Result, error) {
	return nil, ErrOutsideTransaction
}

func (p *prepared) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	p.mu.Lock()
	s, ok := p.kept.Get(query)
	p.mu.Unlock()
	if ok {
		return s, nil
	}
	s, err := p.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if first, ok := p.kept.Get(query); ok { // by two requests at once
		_ = s.Close()
		return first, nil
	}
	p.kept.Add(query, s)
	return s, nil
}

func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept.Purge()
}
