package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// groupSize is how many waiting commands one SQLite transaction takes in.
const groupSize = 64

// group is SQLite's writer: one goroutine owns the one writing connection and runs the waiting commands in one
// transaction, each in its own savepoint, so that they share the price of one durable commit.
type group struct {
	db     *sql.DB
	jobs   chan *job
	closed chan struct{}
	once   sync.Once
	done   chan struct{}
}

type job struct {
	ctx  context.Context
	fn   func(*sql.Tx) error
	err  error
	done chan struct{}
}

func newGroup(db *sql.DB) *group {
	g := &group{db: db, jobs: make(chan *job), closed: make(chan struct{}), done: make(chan struct{})}
	go g.loop()
	return g
}

var errClosed = errors.New("database: closed")

func (g *group) run(ctx context.Context, fn func(*sql.Tx) error) error {
	j := &job{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case g.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-g.closed:
		return errClosed
	}
	<-j.done // a command that has begun is waited for: its answer must not be lost
	return j.err
}

func (g *group) loop() {
	defer close(g.done)
	for {
		select {
		case j := <-g.jobs:
			g.commit(j)
		case <-g.closed:
			return
		}
	}
}

// commit runs the first job and those that wait already in one transaction.
func (g *group) commit(first *job) {
	batch := []*job{first}
	defer func() {
		for _, j := range batch {
			close(j.done)
		}
	}()
	// Not the caller's context: SQLite rolls the whole transaction back when a statement is interrupted.
	ctx := context.Background()
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		first.err = fmt.Errorf("begin: %w", err)
		return
	}
	g.savepoint(tx, first)
gather:
	for len(batch) < groupSize {
		select {
		case j := <-g.jobs:
			batch = append(batch, j)
			g.savepoint(tx, j)
		default:
			break gather
		}
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		for _, j := range batch {
			if j.err == nil {
				j.err = fmt.Errorf("commit: %w", err)
			}
		}
	}
}

// savepoint runs one job so that its failure undoes its own writes only.
func (g *group) savepoint(tx *sql.Tx, j *job) {
	if err := j.ctx.Err(); err != nil {
		j.err = err // its caller has left before it began
		return
	}
	if _, err := tx.Exec("SAVEPOINT job"); err != nil {
		j.err = fmt.Errorf("savepoint: %w", err)
		return
	}
	j.err = safely(tx, j.fn)
	if j.err != nil {
		if _, err := tx.Exec("ROLLBACK TO job"); err != nil {
			j.err = errors.Join(j.err, fmt.Errorf("undo: %w", err))
		}
	}
	if _, err := tx.Exec("RELEASE job"); err != nil && j.err == nil {
		j.err = fmt.Errorf("release: %w", err)
	}
}

// safely runs fn; a panic becomes an error, so that it cannot take the other commands with it.
func safely(tx *sql.Tx, fn func(*sql.Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("database: panic in a transaction: %v", p)
		}
	}()
	return fn(tx)
}

func (g *group) close() error {
	g.once.Do(func() { close(g.closed) })
	<-g.done
	return g.db.Close()
}
