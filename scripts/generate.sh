#!/usr/bin/env bash
# Writes everything that is generated. `CI` must not be set: it makes the same tests compare instead.
set -euo pipefail
unset CI
# First, since nothing that uses a new statement can be built before.
cargo run -q -p xtask-queries
PRAXIS_GENERATE=1 cargo test -q -p praxis-server --test api authorisation
cargo test -q -p praxis-desktop bindings
PRAXIS_GENERATE=1 cargo test -q -p praxis-cli --test documents
(cd ui && npm run keys)
cargo run -q -p xtask -- generate
