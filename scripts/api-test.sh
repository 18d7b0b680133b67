#!/usr/bin/env bash
# The built server against generated requests, kill -9, and a full disk, on both engines.
set -euo pipefail
e2e/api/schemathesis.sh
# With its only way out watched: neither a start nor a crash tells anybody.
python3 e2e/quiet.py python3 e2e/api/crash.py sqlite
python3 e2e/api/crash.py postgres
for engine in sqlite postgres; do
    python3 e2e/api/recording_crash.py "$engine"
done
for engine in sqlite postgres; do
    python3 e2e/api/disk_full.py "$engine"
done
