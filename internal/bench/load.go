package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// job is what the client's process is told to send.
type job struct {
	URL, Token  string
	Body        []byte
	N, Parallel int
}

// send is the client's process: it reads jobs from standard input and answers each with one line when it is done. It is
// a process of its own, so that its work does not count as the server's.
func send() error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	d := json.NewDecoder(os.Stdin)
	for {
		var j job
		if err := d.Decode(&j); err != nil {
			return nil // the parent has closed the pipe
		}
		var left atomic.Int64
		left.Store(int64(j.N))
		var wg sync.WaitGroup
		var failed atomic.Value
		for range j.Parallel {
			wg.Go(func() {
				for left.Add(-1) >= 0 {
					if _, err := ask(client, j); err != nil {
						failed.Store(err.Error())
						return
					}
				}
			})
		}
		wg.Wait()
		text, _ := failed.Load().(string)
		fmt.Println(strings.ReplaceAll("done "+text, "\n", " "))
	}
}

func ask(client *http.Client, j job) ([]byte, error) {
	req, err := http.NewRequest(http.MethodPost, j.URL, bytes.NewReader(j.Body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if j.Token != "" {
		req.Header.Set("Authorization", "Bearer "+j.Token)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || bytes.HasPrefix(b, []byte(`{"errors"`))) {
		err = fmt.Errorf("status %d: %.300s", res.StatusCode, b)
	}
	return b, err
}

// client is the client's process.
type client struct {
	cmd *exec.Cmd
	in  *json.Encoder
	out io.Reader
	end func()
}

func startClient() (*client, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &client{cmd: exec.Command(self)}
	c.cmd.Env = append(os.Environ(), "TONGXING_BENCH_CLIENT=1")
	c.cmd.Stderr = os.Stderr
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if c.out, err = c.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	c.in, c.end = json.NewEncoder(in), func() { in.Close(); _ = c.cmd.Wait() }
	return c, c.cmd.Start()
}

// run sends the job's requests and waits for their answers.
func (c *client) run(j job) error {
	if err := c.in.Encode(j); err != nil {
		return err
	}
	var line []byte
	one := make([]byte, 1)
	for {
		if _, err := c.out.Read(one); err != nil {
			return err
		}
		if one[0] == '\n' {
			break
		}
		line = append(line, one[0])
	}
	if text := strings.TrimPrefix(string(line), "done "); text != "" {
		return fmt.Errorf("the client got %s", text)
	}
	return nil
}

// cpu is the time that this process and PostgreSQL's have used.
func cpu(postgres []string) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it has no way to fail
	}
	total := time.Duration(u.Utime.Nano() + u.Stime.Nano())
	for _, pid := range postgres {
		total += schedTime(pid)
	}
	return total
}

// schedTime is how long a process has run, in nanoseconds (/proc/PID/schedstat: finer than the ticks of stat).
func schedTime(pid string) time.Duration {
	b, err := os.ReadFile("/proc/" + pid + "/schedstat")
	if err != nil {
		return 0 // it has ended
	}
	n, err := strconv.ParseInt(strings.Fields(string(b))[0], 10, 64)
	if err != nil {
		return 0
	}
	return time.Duration(n)
}

// postgresProcesses are the postmaster that listens on the port, and its children.
func postgresProcesses(port string) (pids []string) {
	found, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	master := ""
	for _, f := range found {
		b, err := os.ReadFile(f)
		if err == nil && bytes.Contains(b, []byte("-p\x00"+port+"\x00")) && bytes.Contains(b, []byte("postgres")) {
			master = filepath.Base(filepath.Dir(f))
		}
	}
	for _, f := range found {
		pid := filepath.Base(filepath.Dir(f))
		b, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(b), ") ")
		if fields := strings.Fields(rest); pid == master || len(fields) > 1 && fields[1] == master {
			pids = append(pids, pid)
		}
	}
	return pids
}
