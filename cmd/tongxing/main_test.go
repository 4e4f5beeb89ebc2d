package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// parse reads the arguments as the program does, in an empty folder.
func parse(t *testing.T, args ...string) (*cli, string, error) {
	t.Helper()
	var c cli
	var out bytes.Buffer
	parser, err := newParser(&c, kong.Writers(&out, &out), kong.Exit(func(int) {}))
	if err == nil {
		_, err = parser.Parse(args)
	}
	return &c, out.String(), err
}

func inFolder(t *testing.T, config string) {
	t.Helper()
	t.Chdir(t.TempDir())
	if config != "" {
		if err := os.WriteFile("tongxing.json", []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWrongValueStopsTheStartWithASentenceThatNamesIt(t *testing.T) {
	for _, c := range []struct{ flag, env, value string }{
		{"listen", "TONGXING_LISTEN", "8080"},
		{"listen", "TONGXING_LISTEN", "127.0.0.1:eighty"},
		{"data", "TONGXING_DATA", ""},
		{"database", "TONGXING_DATABASE", "mysql://localhost/x"},
		{"bus", "TONGXING_BUS", "redis://localhost"},
		{"rate", "TONGXING_RATE", "0"},
		{"rate", "TONGXING_RATE", "NaN"},
		{"rate", "TONGXING_RATE", "many"},
		{"origins", "TONGXING_ORIGINS", "*"},
		{"origins", "TONGXING_ORIGINS", "https://a.example/path"},
		{"proxies", "TONGXING_PROXIES", "proxy.example"},
		{"log-level", "TONGXING_LOG_LEVEL", "loud"},
		{"introspection", "TONGXING_INTROSPECTION", "maybe"},
	} {
		t.Run(c.flag+"="+c.value, func(t *testing.T) {
			inFolder(t, "")
			if _, _, err := parse(t, "serve", "--"+c.flag+"="+c.value); err == nil || !strings.Contains(err.Error(), "--"+c.flag) && !strings.Contains(err.Error(), "bool") {
				t.Errorf("as a flag: %v", err)
			}
			t.Setenv(c.env, c.value) // empty is not set
			if _, _, err := parse(t, "serve"); c.value != "" && (err == nil || !strings.Contains(err.Error(), c.flag)) {
				t.Errorf("in the environment: %v", err)
			}
		})
	}
}

func TestAFlagWinsOverTheEnvironmentAndThatOverTheFile(t *testing.T) {
	inFolder(t, `{"listen": "127.0.0.1:1", "log_level": "warn", "origins": ["https://a.example", "https://b.example"], "introspection": false, "rate": 7}`)
	c, _, err := parse(t, "serve")
	if err != nil || c.Listen != "127.0.0.1:1" || c.LogLevel != "warn" || len(c.Origins) != 2 || c.Introspect || c.Rate != 7 {
		t.Fatalf("from the file: %+v, %v", c.settings, err)
	}
	t.Setenv("TONGXING_LISTEN", "127.0.0.1:2")
	if c, _, err := parse(t, "serve"); err != nil || c.Listen != "127.0.0.1:2" || c.LogLevel != "warn" {
		t.Errorf("environment over file: %q, %v", c.Listen, err)
	}
	if c, _, err := parse(t, "serve", "--listen=127.0.0.1:3"); err != nil || c.Listen != "127.0.0.1:3" {
		t.Errorf("flag over environment: %q, %v", c.Listen, err)
	}
}

func TestAWrongFileStopsTheStart(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON": `listen: x`, "a list": `[]`, "more than one value": `{} {}`, "an unknown name": `{"lisen": "127.0.0.1:1"}`,
		"a wrong value": `{"rate": -1}`, "a wrong type": `{"rate": "many"}`,
	} {
		t.Run(name, func(t *testing.T) {
			inFolder(t, text)
			if _, _, err := parse(t, "serve"); err == nil {
				t.Error("started")
			}
			other := filepath.Join(t.TempDir(), "other.json")
			if err := os.WriteFile(other, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			inFolder(t, "")
			if _, _, err := parse(t, "serve", "--config="+other); err == nil {
				t.Error("started with --config")
			}
		})
	}
	inFolder(t, "")
	if _, _, err := parse(t, "serve", "--config=missing.json"); err == nil {
		t.Error("started without the file that --config names")
	}
}

func TestHelpListsEverySettingWithItsVariable(t *testing.T) {
	inFolder(t, "")
	_, help, _ := parse(t, "--help")
	var c cli
	parser, err := newParser(&c)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range parser.Model.Flags {
		if f.Name == "help" || f.Name == "config" {
			continue
		}
		if !strings.Contains(help, f.Name) || !strings.HasPrefix(f.Env, "TONGXING_") || !strings.Contains(help, f.Env) {
			t.Errorf("--help does not list %s with a TONGXING_ variable", f.Name)
		}
		if f.Help == "" {
			t.Errorf("--%s is not explained", f.Name)
		}
	}
	for _, n := range parser.Model.Children {
		if n.Help == "" || !strings.Contains(help, n.Name) {
			t.Errorf("the command %s is not explained", n.Name)
		}
	}
}
