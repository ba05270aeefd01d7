# ./nexus bench: figures, as ratios to a peer measured in the same run.

run_benches() {
  install_packages
  build_all
  python3 tests/bench/bench.py "$@"
}
