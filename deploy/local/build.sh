# Builds the binaries and the web console. ccache makes a second checkout quick.

export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-5G}

configure() {
  npm_ci "$ROOT/proto"
  cmake --preset ci >"$VAR/log/cmake.log" 2>&1 || {
    tail -40 "$VAR/log/cmake.log" >&2
    fail "cmake failed"
  }
}

# build_targets TARGET...
build_targets() {
  mkdir -p "$VAR/log"
  configure
  say "building (the first time takes some minutes)"
  ninja -C "$BUILD" "$@" >"$VAR/log/build.log" 2>&1 || {
    grep -A20 -m3 'FAILED' "$VAR/log/build.log" >&2 || tail -40 "$VAR/log/build.log" >&2
    fail "the build failed: see $VAR/log/build.log"
  }
}

build_binaries() {
  build_targets nexus-auth nexus-billing nexus-instance nexus-audit nexus-scheduler \
    nexus-gateway nexus-openapi nexus-pve-simulator
}

web_sources() {
  find "$ROOT/web" \( -name node_modules -o -name dist -o -name test \) -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum
}

build_web() {
  npm_ci "$ROOT/web"
  local stamp=$ROOT/web/dist/.sources
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(web_sources)" ] && return
  say "building the web console"
  (cd "$ROOT/web" && npm run --silent build >"$VAR/log/web.log" 2>&1) || {
    tail -40 "$VAR/log/web.log" >&2
    fail "the web build failed"
  }
  web_sources >"$stamp"
}

build_all() {
  build_binaries
  build_web
}
