# make run: explorer and GraphQL over the seed data. make test: everything.
.PHONY: run test deps check fuzz bench

# Texts of the plans, where they are at hand, for the checks of locators.
SHARED ?= ../shared
export INNOGRAPH_SHARED ?= $(abspath $(SHARED))

run: deps
	go run ./cmd/innograph serve

test: deps check
	@test -d "$(INNOGRAPH_SHARED)/sources" || echo "SKIPPED: the texts of the plans are not in $(INNOGRAPH_SHARED)/sources, so locators are not held against them"
	go test -race ./...

# What is checked without running anything.
check:
	@unformatted="$$(gofmt -l .)"; \
	if [ -n "$$unformatted" ]; then echo "not formatted (run gofmt -w):"; echo "$$unformatted"; exit 1; fi
	go vet ./...

# Nothing but Go is needed so far: no Debian package, no npm package.
deps:
	@command -v go >/dev/null || { echo "Go 1.26 or later is needed: https://go.dev/dl/"; exit 1; }
	go mod download

# Each fuzz target for a minute; their seeds run in make test.
fuzz:
	go test -run '^$$' -fuzz FuzzIDRoundTrip -fuzztime 60s ./graph
	go test -run '^$$' -fuzz FuzzLoadCSV -fuzztime 60s ./loader
	go test -run '^$$' -fuzz FuzzLocate -fuzztime 60s ./loader
	go test -run '^$$' -fuzz FuzzValue -fuzztime 60s ./graph/columnar
	go test -run '^$$' -fuzz FuzzFind -fuzztime 60s ./search
	go test -run '^$$' -fuzz FuzzExecute -fuzztime 60s ./schema

# The benchmark of docs/performance.md. BENCH_COUNTIES=5,230,2844 for all sizes:
# four minutes or more and 5 GB of memory.
BENCH_COUNTIES ?= 5,230
bench:
	go run ./cmd/innograph bench --counties $(BENCH_COUNTIES)
