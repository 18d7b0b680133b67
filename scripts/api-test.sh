#!/usr/bin/env bash
# The built server against generated requests, kill -9, and a full disk.
set -euo pipefail
e2e/api/schemathesis.sh
python3 e2e/api/crash.py
python3 e2e/api/disk_full.py
