#!/usr/bin/env bash
# Builds the program and the desktop app with whisper.cpp inside and tests the worker of both with a
# model of random weights. The program must not know instructions that only the processor of this machine has.
set -euo pipefail
# The declarations that come with the crate fit Linux, and libclang need not be installed.
export WHISPER_DONT_GENERATE_BINDINGS=1
cargo clippy -p praxis-whisper --features whisper --all-targets -- -D warnings
cargo test -p praxis-cli --features whisper --test whisper -- --nocapture "$@"
cargo build -p praxis-desktop --features whisper
PRAXIS_WORKER=$(readlink -f "${CARGO_TARGET_DIR:-target}/debug/praxis-desktop") \
    cargo test -p praxis-cli --features whisper --test whisper -- --nocapture "$@"

cache=$(find "${CARGO_TARGET_DIR:-target}" -path '*whisper-rs-sys-*/out/build/CMakeCache.txt' -print0 | xargs -0 ls -t | head -n 1)
grep -q '^GGML_NATIVE:[A-Z]*=OFF$' "$cache" || { echo "whisper.cpp was built for this machine's processor alone" >&2; exit 1; }
