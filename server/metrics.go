package server

import (
	"net/http"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/tongxing/tongxing/server/wire"
)

var (
	requests = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "tongxing_request_seconds", Help: "Time to answer a request to /graphql, by operation and HTTP status.",
		Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 3},
	}, []string{"operation", "status"})
	refusals = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "tongxing_request_errors_total", Help: "Answers with errors, by the code of the first.",
	}, []string{"code"})
	inFlight = promauto.NewGauge(prometheus.GaugeOpts{
		Name: "tongxing_requests_in_flight", Help: "Requests to /graphql that are being answered, streams too.",
	})
	panics = promauto.NewCounter(prometheus.CounterOpts{
		Name: "tongxing_panics_total", Help: "Panics of resolvers: each is a bug.",
	})
)

// observeRequest counts a request. Streams are counted by others: they last.
func observeRequest(r wire.Request) {
	if r.Code != "" {
		refusals.WithLabelValues(r.Code).Inc()
	}
	if r.Status == http.StatusSwitchingProtocols || r.Operation == "subscription" {
		return
	}
	requests.WithLabelValues(r.Operation, strconv.Itoa(r.Status)).Observe(r.Duration.Seconds())
}

// counted counts the requests in flight.
func counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inFlight.Inc()
		defer inFlight.Dec()
		next.ServeHTTP(w, r)
	})
}
