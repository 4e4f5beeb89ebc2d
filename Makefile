# Targets of Tongxing. `make help` lists them.
GO ?= go
export CGO_ENABLED ?= 0

.PHONY: help build run test race bench lint generate migration

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

build: ## Write bin/tongxing
	$(GO) build -o bin/tongxing ./cmd/tongxing

run: build ## Serve on embedded parts: SQLite, local files, in-process bus
	./bin/tongxing serve

test: ## Run the tests; PostgreSQL too where its server programs are
	$(GO) test ./...

race: ## The same under the race detector (needs a C compiler)
	CGO_ENABLED=1 $(GO) test -race ./...

bench: ## Measure reads against a hand-written handler (docs/performance.md); TONGXING_BENCH_PLAYBOOKS=5000 is quick
	$(GO) run ./internal/bench

lint: ## Check formatting and vet
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...

generate: ## Generate ent's client, then gqlgen's code, docs/access.md and the typed Go client
	$(GO) generate ./ent
	$(GO) tool gqlgen generate
	sed -i.bak 's/graphql\.MarshalSliceConcurrently(/marshalSlice(/' graph/generated.go && rm graph/generated.go.bak # graph/slice.go
	$(GO) run ./internal/accesstable
	cd internal/clients && $(GO) tool genqlient genqlient.yaml

migration: ## Write the next migration: make migration NAME=add_x (needs PostgreSQL's server programs)
	$(GO) run ./internal/migration $(NAME)
