# ./nexus bench: figures, as ratios to a peer measured in the same run.

run_benches() {
  install_packages
  build_all
  build_targets nexus-queue-driver
  npm_ci "$ROOT/tests/bench/queue"
  python3 -B tests/bench/bench.py "$@"
}

# ./nexus queue-driver CALL: what a bench of queues asks of ours. Standard
# output belongs to its answer.
run_queue_driver() {
  if [ ! -x "$BIN/nexus-queue-driver" ]; then
    { install_packages && build_targets nexus-queue-driver; } >&2
  fi
  exec "$BIN/nexus-queue-driver" "$@"
}
