# Praxis: everything that is done to it, by name. `make run` and `make test` are all a newcomer needs.

SHELL := /bin/bash
.DEFAULT_GOAL := help
TOOLS := $(CURDIR)/target/tools
DENY_VERSION := 0.20.2
PRAXIS_DATA_FOLDER ?= .praxis/demo

## run: build and serve the demo clinic on http://localhost:8080
run: tools-run web
	cargo build --release -p praxis-cli
	./target/release/praxis serve --data $(PRAXIS_DATA_FOLDER) --ui ui/dist --demo

## desktop: build and start the desktop app
desktop: tools-desktop web
	cargo build --release -p praxis-desktop
	./target/release/praxis-desktop

## test: every test, installing what is missing
test: tools-test web peers lint deny
	cargo test --workspace --no-run
	cargo build -p praxis-cli -p praxis-desktop
	python3 e2e/quiet.py scripts/with-postgres.sh scripts/virtual-sound.sh scripts/with-aimock.sh $(MAKE) check

# What `test` runs once PostgreSQL and a microphone are at hand, and every way out is watched.
check:
	cargo test --workspace --no-fail-fast
	cd ui && npm test
	cd ui && PRAXIS_BIN=../target/debug/praxis npm run e2e
	scripts/desktop-test.sh
	scripts/api-test.sh
	adapters/keychain/tests/secret-service.sh

# Programs of others that tests talk to; fetched before every way out is watched.
peers: e2e/models/node_modules/.package-lock.json
	e2e/api/schemathesis.sh install
e2e/models/node_modules/.package-lock.json: e2e/models/package-lock.json
	cd e2e/models && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

## test-real-model: ask a real llama.cpp server with a model of chance; fetches 100 MB once
test-real-model:
	scripts/real-model.sh
## test-whisper: the worker with whisper.cpp inside, which takes minutes to build
test-whisper: tools-desktop web
	scripts/need.sh run whisper
	scripts/test-whisper.sh

## lint: formatting, clippy with warnings denied, TypeScript, layers, bundle sizes
lint: web
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run lint

## deny: licences, sources and banned crates
deny: $(TOOLS)/bin/cargo-deny
	$(TOOLS)/bin/cargo-deny check licenses bans sources

## bench: measure speed, memory and drafts, by PRAXIS_BENCH_PROVIDER's model as well; writes bench/RESULTS.md
bench: tools-test web
	cargo build --release -p praxis-cli -p praxis-desktop -p xtask
	cargo build --release -p praxis-microphone --example measure_microphone
	scripts/with-postgres.sh scripts/bench.sh

## generate: write everything that is generated (statements, bindings, documents)
generate: web
	scripts/with-postgres.sh scripts/generate.sh

## web: build the web pages
web: ui/node_modules/.package-lock.json
	cd ui && npm run build

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --ignore-scripts
	@touch $@

$(TOOLS)/bin/cargo-deny:
	cargo install cargo-deny --locked --version $(DENY_VERSION) --root $(TOOLS) --no-default-features

tools-run:
	scripts/need.sh run
tools-desktop:
	scripts/need.sh desktop
tools-test:
	scripts/need.sh run desktop test

# Names that the same things have elsewhere.
build-backend:
	cargo build --release -p praxis-cli
test-backend: tools-test peers
	scripts/with-postgres.sh scripts/virtual-sound.sh scripts/with-aimock.sh cargo test --workspace --exclude praxis-desktop
db-migrate: build-backend
	./target/release/praxis migrate --data $(PRAXIS_DATA_FOLDER)
db-reset:
	rm -rf $(PRAXIS_DATA_FOLDER)

help:
	@sed -n 's/^## //p' Makefile

.PHONY: run desktop test peers test-whisper test-real-model check lint deny bench generate web help tools-run tools-desktop tools-test build-backend test-backend db-migrate db-reset
