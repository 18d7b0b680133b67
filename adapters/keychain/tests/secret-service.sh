#!/usr/bin/env bash
# Tests the keychain of Linux against a Secret Service of its own, in a home of its own.
# Debian: apt-get install gnome-keyring dbus
set -euo pipefail
cd "$(dirname "$0")/.."
for program in dbus-run-session gnome-keyring-daemon; do
  command -v "$program" >/dev/null || { echo "$program is missing" >&2; exit 1; }
done

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
# Built first, because cargo needs the home that the keychain must not see.
binary=$(cargo test -p praxis-keychain --test secret_service --no-run --message-format=json |
  sed -n 's/.*"executable":"\([^"]*secret_service[^"]*\)".*/\1/p')

env HOME="$home" XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" \
  dbus-run-session -- bash -euo pipefail -c '
    printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    "$1"
  ' -- "$binary"
