#!/usr/bin/env bash
# Speed and memory on both engines, the desktop app, and the drafts.
set -euo pipefail
target/release/xtask bench
scripts/virtual-sound.sh python3 e2e/desktop/run.py --binary target/release/praxis-desktop | tee target/bench/desktop.txt
target/release/xtask bench-drafts test1 target/bench/drafts | tee target/bench/drafts.md
{
    printf '\n# Desktop app, release build\n\n'
    grep -E '^(first contentful paint|signed-in page there|memory)' target/bench/desktop.txt | sed 's/$/\n/'
    cat target/bench/drafts.md
} >> bench/RESULTS.md
target/release/xtask generate
