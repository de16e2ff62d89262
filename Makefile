# make run: explorer and GraphQL over the seed data. make test: everything.
.PHONY: run test goldens deps go-deps tool-deps chromium nginx postgresql readers-deps check check-deploy web clients pictures fuzz bench soak chaos release release-check vulnerabilities

# Texts of the plans, where they are at hand, for the checks of locators.
SHARED ?= ../shared
export INNOGRAPH_SHARED ?= $(abspath $(SHARED))

# Whether Node 20 or later is at hand. Without it the binary is whole but for GraphiQL, and real clients are not tested.
NODE := $(shell npm --version >/dev/null 2>&1 && node -p 'process.versions.node.split(".")[0] >= 20' 2>/dev/null)

run: go-deps
	@$(MAKE) --no-print-directory web || echo "SKIPPED: the front end cannot be built, so pages are without scripts"
	go run ./cmd/innograph serve

test: deps check
	@test -d "$(INNOGRAPH_SHARED)/sources" || echo "SKIPPED: the texts of the plans are not in $(INNOGRAPH_SHARED)/sources, so locators are not held against them"
	@test -d web/node_modules/graphql || echo "SKIPPED: the npm package graphql is not in web/node_modules, so GraphQL is not held against graphql-js"
	go test -race ./...
	@$(MAKE) --no-print-directory clients

# What tests compare with is written anew; the diff is what changes for users.
goldens:
	go test $$(grep -rl --include='*_test.go' --exclude-dir=node_modules 'flag.Bool("update"' . | xargs -n 1 dirname | sort -u) -update

# Bundles of the front end, which the binary embeds.
ifeq ($(NODE),true)
web: web/dist/manifest.json
else
web:
	@echo "SKIPPED: Node 20 or later and npm are not at hand, so the front end is not built and /graphiql is the page without scripts"
endif

web/dist/manifest.json: web/node_modules/.package-lock.json web/build.mjs web/tsconfig.json $(wildcard web/*.ts web/graphiql/* web/every/* web/suggest/* web/canvas/* web/charts/*)
	cd web && npm run --silent check && npm run --silent build

%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	cd $* && npm ci --no-audit --no-fund
	@touch $@

# Clients that others wrote, against the running server.
ifeq ($(NODE),true)
clients: web web/clients/node_modules/.package-lock.json
	go build -o bin/innograph ./cmd/innograph
	cd web/clients && node --test --test-concurrency=2 --test-reporter=spec *.test.mjs
else
clients:
	@echo "SKIPPED: Node 20 or later and npm are not at hand, so no client is tried on the server"
endif

# The pictures in the READMEs, taken anew; they show no text of a plan.
pictures: web web/clients/node_modules/.package-lock.json
	go build -o bin/innograph ./cmd/innograph
	cd web/clients && node pictures.mjs

# What is checked without running anything: formatting, vet, staticcheck, rooms and what they import, licences.
check:
	@unformatted="$$(find . -name node_modules -prune -o -name '*.go' -print | xargs gofmt -l)"; \
	if [ -n "$$unformatted" ]; then echo "not formatted (run gofmt -w):"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	cd trials && go vet ./...
	cd tools && go vet ./...
	go tool -modfile=tools/go.mod staticcheck ./...
	go test ./internal/architecture
	@$(MAKE) --no-print-directory check-deploy

# The manifests, read as strictly as Kubernetes does; the rules, where Prometheus' own tool is at hand.
check-deploy:
	cd tools && go run ./kube ../deploy/kubernetes/*.yaml >/dev/null
	@if command -v promtool >/dev/null; then promtool check rules deploy/prometheus/alerts.yml >/dev/null; else echo "SKIPPED: promtool is not at hand (Debian: apt-get install prometheus), so alert rules are only held against the metrics' names"; fi
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || echo "SKIPPED: nginx is not at hand (Debian: apt-get install nginx-light), so its example is not tried"

deps: go-deps tool-deps web nginx postgresql
ifeq ($(NODE),true)
deps: web/clients/node_modules/.package-lock.json chromium readers-deps
endif

go-deps:
	@command -v go >/dev/null || { echo "Go 1.26 or later is needed: https://go.dev/dl/"; exit 1; }
	go mod download

# The proxy that the example in deploy/ is tried with.
nginx:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx && exit; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then exit; fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light

tool-deps: go-deps
	cd tools && go mod download
	cd trials && go mod download

# The browser that pages are tried in.
chromium:
	@command -v chromium >/dev/null && exit; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then echo "SKIPPED: Chromium is not at hand (Debian: apt-get install chromium), so pages are not tried in a browser"; exit; fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium

# Readers of exports: rdflib, NetworkX and igraph for Debian's Python, SQLite, LibreOffice.
readers-deps:
	@/usr/bin/python3 -c 'import rdflib, networkx, igraph' 2>/dev/null && command -v sqlite3 >/dev/null && command -v soffice >/dev/null && exit; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then echo "SKIPPED: readers of exports are not at hand (Debian: apt-get install python3-rdflib python3-networkx python3-igraph sqlite3 libreoffice-calc-nogui), so exports are not tried in all"; exit; fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-rdflib python3-networkx python3-igraph sqlite3 libreoffice-calc-nogui

# The database of the tests, without a cluster of its own.
postgresql:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null && exit; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then echo "SKIPPED: PostgreSQL is not at hand (Debian: apt-get install postgresql), so the shared store is not tried"; exit; fi; \
	mkdir -p /etc/postgresql-common && { test -e /etc/postgresql-common/createcluster.conf || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf; } && \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql

# Half an hour of load with swaps on STORE, then five times too much.
STORE ?= graph.innograph
soak:
	go build -o bin/innograph ./cmd/innograph
	cd trials && go build -o ../bin/trials .
	bin/trials soak --store $(STORE)

# Servers, database and data change under load.
chaos:
	go build -o bin/innograph ./cmd/innograph
	cd trials && go build -o ../bin/trials .
	bin/trials chaos

# Each fuzz target for a minute; their seeds run in make test.
fuzz:
	go test -run '^$$' -fuzz FuzzIDRoundTrip -fuzztime 60s ./graph
	go test -run '^$$' -fuzz FuzzLoadCSV -fuzztime 60s ./loader
	go test -run '^$$' -fuzz FuzzDecode -fuzztime 60s ./loader
	go test -run '^$$' -fuzz FuzzLocate -fuzztime 60s ./loader
	go test -run '^$$' -fuzz FuzzValue -fuzztime 60s ./graph/columnar
	go test -run '^$$' -fuzz FuzzFind -fuzztime 60s ./search
	go test -run '^$$' -fuzz FuzzExecute -fuzztime 60s ./schema
	go test -run '^$$' -fuzz FuzzParseQueries -fuzztime 60s ./reconcile
	go test -run '^$$' -fuzz FuzzTimes -fuzztime 60s ./web
	go test -run '^$$' -fuzz FuzzAppendQuoted -fuzztime 60s ./internal/escape

# The benchmark of docs/performance.md. BENCH_COUNTIES=5,230,2844 for all sizes:
# five minutes or more and 5.6 GB of memory. BENCH_PAGE=docs/performance.md puts the
# figures into its tables.
BENCH_COUNTIES ?= 5,230
bench:
	go run ./cmd/innograph bench --counties $(BENCH_COUNTIES) $(if $(BENCH_PAGE),--page $(BENCH_PAGE))

# Programs for all systems in dist/, with digests and bills of materials; RELEASE="linux/amd64 …" for some.
release: web
	deploy/release.sh dist $(RELEASE)

# The same twice, from another folder with another cache: the digests have to be the same.
release-check: web
	deploy/release-check.sh $(RELEASE)

# Known vulnerabilities in what is called. Needs vuln.go.dev; without it docs/security.md has what was looked up by hand.
vulnerabilities:
	go tool -modfile=tools/go.mod govulncheck ./...
