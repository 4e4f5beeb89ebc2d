package wire

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

type addressKey struct{}

// ClientAddress puts the client's address into the context. It is the connection's peer; if that is one of the trusted
// proxies, it is the last address in X-Forwarded-For that is not: whoever wrote the ones before it is not known.
func ClientAddress(trusted []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), addressKey{}, clientAddress(trusted, r))))
	})
}

// ClientAddressFrom returns the address of the client that the context's request came from; the zero address if none
// is known.
func ClientAddressFrom(ctx context.Context) netip.Addr {
	a, _ := ctx.Value(addressKey{}).(netip.Addr)
	return a
}

func clientAddress(trusted []netip.Prefix, r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := peer.Addr().Unmap().WithZone("")
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(forwarded) - 1; i >= 0 && contains(trusted, address); i-- {
		hop, err := parseHop(forwarded[i])
		if err != nil {
			break
		}
		address = hop
	}
	return address
}

// parseHop reads an address as proxies write it: with a port or without.
func parseHop(s string) (netip.Addr, error) {
	s = strings.TrimSpace(s)
	if withPort, err := netip.ParseAddrPort(s); err == nil {
		return withPort.Addr().Unmap().WithZone(""), nil
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return a.Unmap().WithZone(""), err
}

func contains(prefixes []netip.Prefix, a netip.Addr) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// AddressKey is the key of a Limiter by client address. Of an IPv6 address it is the first 64 bits, which are one
// customer's.
func AddressKey(r *http.Request) string {
	a := ClientAddressFrom(r.Context())
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
