#!/usr/bin/env bash
# A real llama.cpp server with a model of chance, asked through adapters/models. It proves streaming,
# usage, schemas and errors of a real server, never what a model says: the words are nonsense. Not
# part of `make test`, because it fetches a hundred megabytes from PyPI once.
set -euo pipefail
cd "$(dirname "$0")/.."
home=.praxis/real-model
if [ ! -x "$home/bin/python" ]; then
    python3 -m venv "$home"
fi
"$home/bin/pip" install -q --disable-pip-version-check -r e2e/models/requirements.txt
"$home/bin/python" e2e/models/random_model.py "$home/random.gguf"
cargo build -p praxis-models --example real_model
exec "$home/bin/python" e2e/models/with_llama.py "$home/random.gguf" \
    "${CARGO_TARGET_DIR:-target}/debug/examples/real_model"
