#!/usr/bin/env bash
# Language models against somebody else's reading of the wire formats, on loopback.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/with-aimock.sh cargo test -p praxis-models --test aimock "$@"
