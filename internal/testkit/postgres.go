// Package testkit makes a running world for tests: a real database of each kind, migrated, with its own data.
package testkit

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// cluster is a private PostgreSQL for one test binary.
type cluster struct {
	address string // of its "postgres" database, with %s for the name
	stop    func()
}

var (
	startOnce sync.Once
	running   *cluster
	startErr  error
	databases atomic.Int64
)

// errNoPostgres says that the machine has no PostgreSQL server programs.
var errNoPostgres = errors.New("PostgreSQL's server programs are not on this machine")

// Main runs the tests of a package and ends the cluster that they started. Use it in TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if running != nil {
		running.stop()
	}
	os.Exit(code)
}

// StartPostgres starts a private cluster and returns the address of its empty database, and how to end it.
func StartPostgres() (address string, stop func(), err error) {
	c, err := start()
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf(c.address, "postgres"), c.stop, nil
}

// postgres returns the address of a new empty database. It skips the test where PostgreSQL is not installed, and
// fails it there when TONGXING_CI_STRICT_POSTGRES is set.
func postgres(t testing.TB) string {
	t.Helper()
	startOnce.Do(func() { running, startErr = start() })
	if errors.Is(startErr, errNoPostgres) && os.Getenv("TONGXING_CI_STRICT_POSTGRES") == "" {
		t.Skip(startErr)
	}
	if startErr != nil {
		t.Fatal(startErr)
	}
	name := fmt.Sprintf("t%d", databases.Add(1))
	db, err := sql.Open("pgx", fmt.Sprintf(running.address, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(running.address, name)
}

// start makes a cluster in a temporary folder. initdb refuses root: as root it runs as another user.
func start() (*cluster, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "tongxing-pg")
	if err != nil {
		return nil, err
	}
	var as *syscall.SysProcAttr
	if os.Geteuid() == 0 {
		if as, err = unprivileged(dir); err != nil {
			return nil, err
		}
	}
	run := func(name string, args ...string) error {
		c := exec.Command(filepath.Join(bin, name), args...)
		c.SysProcAttr, c.Dir, c.Env = as, dir, append(os.Environ(), "LC_ALL=C.UTF-8")
		// Files, not a pipe: the server keeps them open, and a pipe would be waited for.
		log, err := os.Create(filepath.Join(dir, name+".log"))
		if err != nil {
			return err
		}
		defer log.Close()
		c.Stdout, c.Stderr = log, log
		if err := c.Run(); err != nil {
			text, _ := os.ReadFile(log.Name())
			return fmt.Errorf("%s: %w\n%s", name, err, text)
		}
		return nil
	}
	data := filepath.Join(dir, "data")
	if err := run("initdb", "-D", data, "-U", "tongxing", "-A", "trust", "-E", "UTF8", "--no-sync"); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	options := fmt.Sprintf("-c listen_addresses=127.0.0.1 -p %d -k %s -c fsync=off -c max_connections=200", port, dir)
	if err := run("pg_ctl", "-D", data, "-o", options, "-w", "start"); err != nil {
		return nil, err
	}
	return &cluster{
		address: fmt.Sprintf("postgres://tongxing@127.0.0.1:%d/%%s?sslmode=disable", port),
		stop: func() {
			_ = run("pg_ctl", "-D", data, "-m", "immediate", "stop") // the folder goes away next
			_ = os.RemoveAll(dir)
		},
	}, nil
}

func programs() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	if err != nil || len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), err
	}
	p, err := exec.LookPath("pg_ctl")
	if err != nil {
		return "", errNoPostgres
	}
	return filepath.Dir(p), nil
}

// unprivileged gives the folder to the user postgres, or nobody, and returns how to run as that user.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	if err := errors.Join(err1, err2, os.Chown(dir, uid, gid)); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
