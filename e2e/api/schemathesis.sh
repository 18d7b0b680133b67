#!/bin/sh
# Every operation of the published OpenAPI document with generated inputs, as an admin: no 5xx, no
# status, content type or body that the document does not name. (rows: PLT-2, PLT-8, PLT-9)
# usage: schemathesis.sh [examples per operation, 40 | install]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
venv="$root/target/schemathesis"
version=4.32.5
if ! "$venv/bin/schemathesis" --version 2>/dev/null | grep -q "$version"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet "schemathesis==$version"
fi
[ "${1:-}" != install ] || exit 0
exec "$venv/bin/python" "$here/schema.py" "${1:-40}"
