#!/usr/bin/env bash
# The desktop app in its real webview, from set-up to a signed note and a recording, with a
# microphone of its own, no network, and its only way out watched.
set -euo pipefail
exec scripts/virtual-sound.sh python3 e2e/quiet.py python3 e2e/desktop/run.py --binary target/debug/praxis-desktop --screenshot target/desktop.png
