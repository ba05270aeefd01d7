#!/usr/bin/env bash
# The journeys in a real browser, on a suite of their own.
set -euo pipefail
cd "$(dirname "$0")"
exec python3 -B e2e.py "$@"
