#!/usr/bin/env bash
# The built server against generated requests, kill -9, and a full disk, on both engines.
set -euo pipefail
e2e/api/schemathesis.sh
for engine in sqlite postgres; do
    python3 e2e/api/crash.py "$engine"
    python3 e2e/api/disk_full.py "$engine"
done
