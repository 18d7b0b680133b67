#!/usr/bin/env bash
# Runs a command with PRAXIS_TEST_POSTGRES_URL naming a PostgreSQL server: the one that is named
# already, or one of our own in target/postgres that is stopped afterwards. It sorts by ICU rules, so
# that a column which forgot its collation is noticed.
set -euo pipefail
if [ -n "${PRAXIS_TEST_POSTGRES_URL:-}" ]; then
    exec "$@"
fi

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is missing: scripts/need.sh test" >&2; exit 1; }
folder=$(mktemp -d /tmp/praxis-postgres.XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The server refuses to run as root.
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as_owner() { runuser -u postgres -- "$@"; }
fi
stop() {
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT

as_owner "$bin/initdb" -D "$folder/data" -U praxis --auth=trust --encoding=UTF8 \
    --locale-provider=icu --icu-locale=en-US --locale=C.UTF-8 >/dev/null
as_owner "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=300" start >/dev/null
PRAXIS_TEST_POSTGRES_URL="postgres://praxis@127.0.0.1:$port/postgres" "$@"
