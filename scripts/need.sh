#!/usr/bin/env bash
# Installs what is missing with apt where it may, and else says exactly what to install.
set -euo pipefail

for tool in cargo node npm; do
    command -v "$tool" >/dev/null || {
        echo "$tool is missing: install Rust 1.95 (https://rustup.rs) and Node 20 or newer" >&2
        exit 1
    }
done

declare -A packages=(
    [run]="build-essential pkg-config"
    [desktop]="libwebkit2gtk-4.1-dev librsvg2-dev libxdo-dev libssl-dev libasound2-dev"
    [whisper]="cmake"
    [test]="postgresql chromium webkit2gtk-driver xvfb dbus dbus-x11 iproute2 imagemagick fonts-dejavu-core python3-venv pulseaudio pulseaudio-utils libasound2-plugins gnome-keyring flite pocketsphinx pocketsphinx-en-us espeak-ng"
)

missing=()
for group in "$@"; do
    for package in ${packages[$group]}; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ]; then
    run=()
elif sudo -n true 2>/dev/null; then
    run=(sudo -n)
else
    echo "Please install: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi
echo "Installing ${missing[*]}"
"${run[@]}" apt-get update -q
DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
