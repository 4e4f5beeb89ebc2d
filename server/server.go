// Package server wires the parts together and serves them over HTTP.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/tongxing/tongxing/access"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/ent/migrate"
	"github.com/tongxing/tongxing/event"
	"github.com/tongxing/tongxing/graph"
	"github.com/tongxing/tongxing/server/wire"
)

// Config is what a deployment chooses.
type Config struct {
	Listen         string   // host:port
	Data           string   // folder of everything that is kept on this machine
	Database       string   // SQLite path or postgres:// address; "" is tongxing.db in Data
	Bus            string   // "" or nats://
	Origins        []string // other sites whose pages may call the API
	SecureCookies  bool     // set when served over HTTPS
	Introspection  bool     // schema questions and the explorer
	RequestsPerSec float64  // per account and per address
	// Proxies are the networks whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// Log gets one entry a request, and what goes wrong; slog.Default() if nil.
	Log *slog.Logger
}

// App is the running product without its listener.
type App struct {
	Core    *core.Core
	Handler http.Handler
	exec    *graph.Executor
	db      *database.DB
	bus     event.Bus
}

// Open opens the database, brings it up to date and wires the product.
func Open(ctx context.Context, cfg Config) (*App, error) {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	address := cfg.Database
	if address == "" {
		address = filepath.Join(cfg.Data, "tongxing.db")
	}
	db, err := database.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	a := &App{db: db}
	if err := a.wire(ctx, cfg); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) wire(ctx context.Context, cfg Config) (err error) {
	if err := a.db.Migrate(ctx, migrate.Files); err != nil {
		return err
	}
	if a.bus, err = event.Open(cfg.Bus); err != nil {
		return err
	}
	if a.Core, err = core.New(a.db, a.bus); err != nil {
		return err
	}
	if err := a.Core.SeedPlaces(ctx); err != nil {
		return err
	}
	limits := graph.DefaultLimits()
	limits.Introspection = cfg.Introspection
	limits.RootFieldCaps["signIn"], limits.RootFieldCaps["signUp"] = 1, 1
	a.exec, err = graph.NewExecutor(
		graph.NewExecutableSchema(graph.Config{Resolvers: &graph.Resolver{Core: a.Core, SetSession: setSession(cfg.SecureCookies)}}),
		graph.Options{Limits: limits, Scalars: graph.Scalars(), Errors: graph.Errors{Log: cfg.Log, OnPanic: panics.Inc, RequestID: wire.RequestIDFrom, Classify: graph.Classify}})
	if err != nil {
		return err
	}
	gql, err := wire.NewHandler(a.exec, wire.Options{AllowedOrigins: cfg.Origins, Log: cfg.Log})
	if err != nil {
		return err
	}
	rate := wire.Rate{PerSecond: cfg.RequestsPerSec, Burst: max(1, int(cfg.RequestsPerSec*4))}
	limiter, err := wire.NewLimiter(rate, 100_000)
	if err != nil {
		return err
	}
	accounts, err := wire.NewLimiter(rate, 100_000)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", wire.LogRequests(cfg.Log, observeRequest, counted(
		limiter.Limit("address", wire.AddressKey, a.authenticate(accounts.Limit("account", accountKey, gql))))))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", promhttp.Handler())
	if cfg.Introspection {
		mux.Handle("GET /graphiql", explorer())
		mux.Handle("GET /graphiql/", explorer())
	}
	a.Handler = wire.RequestID(wire.ClientAddress(cfg.Proxies, mux))
	return nil
}

func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.db.Ready(r.Context()); err != nil {
		slog.ErrorContext(r.Context(), "not ready", "error", err)
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// Run executes a query in the process, as the viewer, within the same limits as over the wire.
func (a *App) Run(ctx context.Context, v *access.Viewer, query string) *graphql.Response {
	ctx = graphql.StartOperationTrace(access.WithViewer(ctx, v))
	oc, refused := a.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
	if refused != nil {
		return &graphql.Response{Errors: refused}
	}
	answer, ctx := a.exec.DispatchOperation(ctx, oc)
	return answer(ctx)
}

// Close closes what Open opened.
func (a *App) Close() error {
	var errs []error
	if a.bus != nil {
		errs = append(errs, a.bus.Close())
	}
	return errors.Join(append(errs, a.db.Close())...)
}

// Serve listens until the context ends, then finishes the requests in flight.
func Serve(ctx context.Context, cfg Config) error {
	a, err := Open(ctx, cfg)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen: %w", err), a.Close())
	}
	srv := wire.NewServer(a.Handler)
	slog.Info("serving", "address", "http://"+l.Addr().String(), "explorer", cfg.Introspection)
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		defer cancel()
		err = srv.Shutdown(grace)
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, a.Close())
}
