#!/usr/bin/env bash
# The desktop app in its real webview, from set-up to a signed note.
set -euo pipefail
exec python3 e2e/desktop/run.py --binary target/debug/praxis-desktop --screenshot target/desktop.png
