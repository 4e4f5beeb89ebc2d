package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"strings"

	"github.com/alecthomas/kong"
)

// configFile reads the file of settings for kong: a JSON object of the flags' names, with hyphens or underscores. A
// name that is no flag's is an error: a misspelt setting must not be left out in silence. kong's own reader lets the
// file win over the environment; this one gives way to it.
func configFile(r io.Reader) (kong.Resolver, error) {
	given := map[string]any{}
	d := json.NewDecoder(r)
	if err := d.Decode(&given); err != nil {
		return nil, fmt.Errorf("the file of settings is not a JSON object: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the file of settings has something after its JSON object")
	}
	f := fileSettings{}
	for name, value := range given {
		f[strings.ReplaceAll(name, "_", "-")] = value
	}
	return f, nil
}

type fileSettings map[string]any

// Resolve implements kong.Resolver.
func (f fileSettings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if flag.Env != "" && os.Getenv(flag.Env) != "" {
		return nil, nil
	}
	return f[flag.Name], nil
}

// Validate implements kong.Resolver.
func (f fileSettings) Validate(app *kong.Application) error {
	known := map[string]bool{}
	for _, flag := range app.Flags {
		known[flag.Name] = true
	}
	for name := range f {
		if !known[name] {
			return fmt.Errorf("the file of settings has %q, which is no setting: --help lists them", name)
		}
	}
	return nil
}

// checkOrigin says why the text is not the origin of a web site.
func checkOrigin(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.String() != u.Scheme+"://"+u.Host {
		return fmt.Errorf("--origins (TONGXING_ORIGINS) %q is not like https://app.example.org: scheme and host, no path, no star", s)
	}
	return nil
}

// networks reads addresses and prefixes.
func networks(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range texts {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, addrErr := netip.ParseAddr(s)
			if addrErr != nil {
				return nil, fmt.Errorf("--proxies (TONGXING_PROXIES) %q is neither an address nor a network like 10.0.0.0/8", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}
