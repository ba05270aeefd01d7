# Where things are and which ports they have. A second suite beside the first
# needs another NEXUS_VAR and NEXUS_PORT_BASE, and nothing else.

ROOT=$PWD
VAR=${NEXUS_VAR:-$ROOT/var}
PORT_BASE=${NEXUS_PORT_BASE:-8400}
BUILD=$ROOT/build/ci
BIN=$BUILD/bin
SERVICES="auth billing instance audit scheduler"

# How many of each service run; tests run two.
REPLICAS=${NEXUS_REPLICAS:-1}

GATEWAY_PORT=$((PORT_BASE + 43))
POSTGRES_PORT=$((PORT_BASE + 32))
SIMULATOR_PORT=$((PORT_BASE + 6))
SIMULATOR_CONTROL_PORT=$((PORT_BASE + 7))
ADMINISTRATOR=${NEXUS_ADMINISTRATOR:-admin@nexus.local}
URL=https://localhost:$GATEWAY_PORT

# port SERVICE KIND [REPLICA]: the port of a service's internal, public or operations listener.
port() {
  local index=0 name kind
  for name in $SERVICES gateway; do
    index=$((index + 1))
    [ "$name" = "$1" ] && break
  done
  case "$2" in internal) kind=0 ;; public) kind=10 ;; operations) kind=20 ;; esac
  echo $((PORT_BASE + index + kind + 50 * (${3:-1} - 1)))
}

say() { printf '%s\n' "$*" >&2; }
fail() { say "nexus: $*" && exit 1; }

# As root, or as a user who may become root.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
