// Command tongxing serves Tongxing (同行) and does the operator's work.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/database"
	"github.com/tongxing/tongxing/ent/migrate"
	"github.com/tongxing/tongxing/server"
	"github.com/tongxing/tongxing/server/wire"
)

// settings are flags, environment and the file tongxing.json; a flag wins over the environment, that over the file.
type settings struct {
	Listen     string   `help:"Address to listen on, host:port." default:"127.0.0.1:8080" env:"TONGXING_LISTEN"`
	Data       string   `help:"Folder of everything that is kept on this machine." default:"./data" env:"TONGXING_DATA"`
	Database   string   `help:"SQLite path or postgres:// address; empty: tongxing.db in the data folder." env:"TONGXING_DATABASE"`
	Bus        string   `help:"Empty: in-process; or a nats:// address." env:"TONGXING_BUS"`
	Origins    []string `help:"Other sites, as https://app.example.org, whose pages may call the API." env:"TONGXING_ORIGINS"`
	Secure     bool     `help:"Send cookies over HTTPS only: set it behind TLS." env:"TONGXING_SECURE_COOKIES"`
	Introspect bool     `name:"introspection" help:"Answer questions on the schema and serve the explorer." default:"true" negatable:"" env:"TONGXING_INTROSPECTION"`
	Rate       float64  `help:"Requests a second that one address, and one account, may send in the long run." default:"50" env:"TONGXING_RATE"`
	Proxies    []string `help:"Addresses or networks of reverse proxies, whose X-Forwarded-For is believed." env:"TONGXING_PROXIES"`
	LogLevel   string   `help:"What is logged: debug, info, warn, error." default:"info" enum:"debug,info,warn,error" env:"TONGXING_LOG_LEVEL"`
}

// Validate says which setting is wrong and why, before anything starts.
func (s *settings) Validate() error {
	if _, port, err := net.SplitHostPort(s.Listen); err != nil {
		return fmt.Errorf("--listen (TONGXING_LISTEN) %q is not host:port: %w", s.Listen, err)
	} else if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("--listen (TONGXING_LISTEN) %q has a port that is not a number from 0 to 65535", s.Listen)
	}
	if s.Data == "" {
		return errors.New("--data (TONGXING_DATA) is empty: name a folder")
	}
	if strings.Contains(s.Database, "://") && !strings.HasPrefix(s.Database, "postgres://") && !strings.HasPrefix(s.Database, "postgresql://") {
		return fmt.Errorf("--database (TONGXING_DATABASE) is neither a SQLite path nor a postgres:// address")
	}
	if s.Bus != "" && !strings.HasPrefix(s.Bus, "nats://") {
		return fmt.Errorf("--bus (TONGXING_BUS) %q is neither empty nor a nats:// address", s.Bus)
	}
	if !(s.Rate > 0) || math.IsInf(s.Rate, 0) {
		return fmt.Errorf("--rate (TONGXING_RATE) %v is not a positive number", s.Rate)
	}
	for _, o := range s.Origins {
		if err := checkOrigin(o); err != nil {
			return err
		}
	}
	_, err := networks(s.Proxies)
	return err
}

func (s *settings) config() server.Config {
	proxies, _ := networks(s.Proxies) // Validate has read them
	return server.Config{
		Listen: s.Listen, Data: s.Data, Database: s.Database, Bus: s.Bus, Origins: s.Origins,
		SecureCookies: s.Secure, Introspection: s.Introspect, RequestsPerSec: s.Rate, Proxies: proxies,
	}
}

type cli struct {
	settings
	Config kong.ConfigFlag `help:"JSON file of settings."`

	Conversations importConversations `cmd:"" name:"import-conversations" help:"Make circles of a folder of conversations."`

	Serve    serveCmd    `cmd:"" help:"Serve the API."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database up to date."`
	Operator operatorCmd `cmd:"" help:"People who run the server."`
	Token    tokenCmd    `cmd:"" help:"Personal access tokens."`
	Import   importCmd   `cmd:"" help:"Bring in what others have written."`
	Audit    auditCmd    `cmd:"" help:"The trail of who did what."`
	Demo     demoCmd     `cmd:"" help:"Load the sample charities."`
	Search   searchCmd   `cmd:"" help:"The full-text index."`
}

type serveCmd struct{}

// Run serves until SIGINT or SIGTERM.
func (serveCmd) Run(ctx context.Context, s *settings) error { return server.Serve(ctx, s.config()) }

type migrateCmd struct {
	Status bool `help:"Only list the migrations and whether they were applied."`
}

// Run migrates, or lists.
func (m migrateCmd) Run(ctx context.Context, s *settings) error {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return err
	}
	address := s.Database
	if address == "" {
		address = filepath.Join(s.Data, "tongxing.db")
	}
	db, err := database.Open(ctx, address)
	if err != nil {
		return err
	}
	defer db.Close()
	if !m.Status {
		if err := db.Migrate(ctx, migrate.Files); err != nil {
			return err
		}
	}
	list, err := db.Migrations(ctx, migrate.Files)
	if err != nil {
		return err
	}
	for _, l := range list {
		state := "pending"
		if l.Applied {
			state = "applied"
		}
		fmt.Printf("%-8s %s\n", state, l.Name)
	}
	return nil
}

type operatorCmd struct {
	Create struct {
		Email string `required:"" help:"E-mail address of the person."`
	} `cmd:"" help:"Make a person an operator; prints a token to sign in with."`
}

// Run makes an operator.
func (o operatorCmd) Run(ctx context.Context, s *settings) error {
	return with(ctx, s, func(c *core.Core) error {
		token, err := c.CreateOperator(ctx, o.Create.Email)
		if err == nil {
			fmt.Println(token)
		}
		return err
	})
}

type tokenCmd struct {
	Create struct {
		Email string `required:"" help:"E-mail address of the person."`
		Name  string `help:"What the token is for." default:"command line"`
	} `cmd:"" help:"Print a new personal access token of a person. It is shown once."`
}

// Run makes a token.
func (t tokenCmd) Run(ctx context.Context, s *settings) error {
	return with(ctx, s, func(c *core.Core) error {
		token, err := c.CreateAccessToken(ctx, t.Create.Email, t.Create.Name)
		if err == nil {
			fmt.Println(token)
		}
		return err
	})
}

type demoCmd struct{}

// Run loads the sample.
func (demoCmd) Run(ctx context.Context, s *settings) error {
	return with(ctx, s, func(c *core.Core) error { return c.LoadDemo(ctx) })
}

// with opens the product for a command that ends.
func with(ctx context.Context, s *settings, fn func(*core.Core) error) error {
	a, err := server.Open(ctx, s.config())
	if err != nil {
		return err
	}
	return errors.Join(fn(a.Core), a.Close())
}

// newParser reads arguments, environment and file into c.
func newParser(c *cli, options ...kong.Option) (*kong.Kong, error) {
	return kong.New(c, append([]kong.Option{
		kong.Name("tongxing"), kong.Description("Tongxing (同行): charities that do the same work share methods."),
		kong.Configuration(configFile, "tongxing.json"), kong.ShortUsageOnError(),
	}, options...)...)
}

// setLog makes the log one JSON object a line, on standard error, with the id of the request that a line belongs to.
func setLog(level string) {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // one of the flag's enum
	slog.SetDefault(slog.New(wire.LogWithRequestID(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: l}))))
}

func main() {
	var c cli
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parser, err := newParser(&c)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tongxing: error:", err)
		os.Exit(1)
	}
	k, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	setLog(c.LogLevel)
	server.TuneMemory()
	k.BindTo(ctx, (*context.Context)(nil))
	k.FatalIfErrorf(k.Run(&c.settings))
}
