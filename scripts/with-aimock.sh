#!/usr/bin/env bash
# Runs a command while somebody else's imitation of the providers of models (npm aimock) answers on
# loopback; its address is in AIMOCK_URL.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
lock=$here/e2e/models/package-lock.json
if ! cmp -s "$lock" "$here/e2e/models/node_modules/.of-lock"; then
    (cd "$here/e2e/models" && npm ci --ignore-scripts --no-audit --no-fund >&2)
    cp "$lock" "$here/e2e/models/node_modules/.of-lock"
fi
exec node "$here/e2e/models/with-aimock.mjs" "$@"
