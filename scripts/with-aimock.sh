#!/usr/bin/env bash
# Runs a command while somebody else's imitation of the providers of models (npm aimock) answers on
# loopback; its address is in AIMOCK_URL.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
[ -d "$here/e2e/models/node_modules" ] || { echo "aimock is missing: make peers" >&2; exit 1; }
exec node "$here/e2e/models/with-aimock.mjs" "$@"
