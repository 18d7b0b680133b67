#!/usr/bin/env bash
# Speed and memory on both engines, what recording and models cost, the desktop app, and the drafts.
# With PRAXIS_BENCH_PROVIDER, a model drafts as well: it holds options of `praxis draft`, such as
# "--provider ollama --model llama3.1".
set -euo pipefail
target/release/xtask bench
target/release/xtask bench-scribe
read -ra provider <<<"${PRAXIS_BENCH_PROVIDER:-}"
scripts/virtual-sound.sh python3 e2e/desktop/run.py --binary target/release/praxis-desktop | tee target/bench/desktop.txt
target/release/xtask bench-drafts test1 target/bench/drafts "${provider[@]}" | tee target/bench/drafts.md
{
    printf '\n# Desktop app, release build\n\n'
    grep -E '^(first contentful paint|signed-in page there|memory)' target/bench/desktop.txt | sed 's/$/\n/'
    cat target/bench/drafts.md
} >> bench/RESULTS.md
target/release/xtask generate
