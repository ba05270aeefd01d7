# ./nexus test: every test, in the order of what fails fastest.
# Each part prints its own output; the last line counts the parts.

PASSED=0
FAILED=0

# part NAME COMMAND...
part() {
  local name=$1
  shift
  say "== $name"
  if (set -e; "$@"); then
    PASSED=$((PASSED + 1))
  else
    FAILED=$((FAILED + 1))
    say "!! failed: $name"
  fi
}

test_cpp() { ctest --test-dir "$BUILD" --output-on-failure -L "$1" -j 2; }

test_web() {
  cd "$ROOT/web"
  NEXUS_OPENAPI=$BIN/nexus-openapi npm run --silent check
  npm test --silent
  npm run --silent size
}

run_tests() {
  [ $# -eq 0 ] || fail "test takes no arguments: run one part with ctest, or one file of tests/ by itself"
  mkdir -p "$VAR/log"
  install_packages
  build_targets all
  build_web
  npm_ci "$ROOT/tests/contract/pve"
  part "unit tests" test_cpp unit
  part "store tests" test_cpp store
  part "contract tests" test_cpp contract
  part "web console" test_web
  part "end to end" bash tests/e2e/run.sh
  part "faults" bash tests/fault/run.sh
  echo "$PASSED passed, $FAILED failed"
  [ "$FAILED" = 0 ]
}
