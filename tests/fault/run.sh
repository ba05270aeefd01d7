#!/usr/bin/env bash
# Fault tests: each class has a suite of its own.
set -euo pipefail
cd "$(dirname "$0")"
exec python3 -B fault_test.py "$@"
