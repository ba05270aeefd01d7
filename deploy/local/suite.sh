# The whole suite: up, down, status, logs.

check_ports() {
  supervisor_runs && return
  local wanted
  for wanted in $GATEWAY_PORT $POSTGRES_PORT $SIMULATOR_PORT $(port auth internal); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$wanted") 2>/dev/null; then
      fail "port $wanted is taken: set NEXUS_PORT_BASE to another base than $PORT_BASE"
    fi
  done
}

migrate() {
  local name
  for name in $SERVICES; do
    env "NEXUS_${name^^}_OWNER_DATABASE=$(connection "${name}_owner" "nexus_${name}_owner" "nexus_$name")" \
      "$BIN/nexus-$name" --migrate >>"$VAR/log/migrate.log" 2>&1 ||
      fail "the database of $name was not migrated: see $VAR/log/migrate.log"
  done
}

create_administrator() {
  env "NEXUS_AUTH_DATABASE=$(connection auth nexus_auth nexus_auth)" \
    "NEXUS_AUTH_KEY_FILE=$SECRETS/auth.key" NEXUS_TLS_DIR="$TLS" \
    "$BIN/nexus-auth" --create-administrator "$ADMINISTRATOR" \
    --password-file "$SECRETS/administrator" >>"$VAR/log/migrate.log" 2>&1 ||
    fail "the administrator was not made: see $VAR/log/migrate.log"
}

# Every process of ours with its operations port.
ready_ports() {
  local name replica
  for name in $SERVICES; do
    for replica in $(seq "$REPLICAS"); do echo "$name-$replica $(port "$name" operations "$replica")"; done
  done
  echo "gateway $(port gateway operations)"
}

is_ready() { curl -sf -m 2 -o /dev/null "http://127.0.0.1:$1/readyz"; }

wait_until_ready() {
  local name operations try
  while read -r name operations; do
    for try in $(seq 600); do
      is_ready "$operations" && continue 2
      sleep 0.1
    done
    fail "$name is not ready: see $VAR/log/$name.log"
  done < <(ready_ports)
}

start_all() {
  write_supervisor_conf
  start_supervisor
  supervise update >/dev/null
  supervise start postgres >/dev/null
  pgpass postgres postgres
  wait_for_postgres
  make_databases
  migrate
  create_administrator
  # One that had to be started twice is no failure: what counts is that all become ready.
  supervise start all >/dev/null || true
  wait_until_ready
}

suite_up() {
  mkdir -p "$VAR/log"
  install_packages
  [ -n "${NEXUS_SKIP_BUILD:-}" ] || build_all
  check_ports
  make_certificates
  make_secrets
  make_postgres
  start_all
  "$BIN/nexus-pve-simulator" --state "$VAR/simulator/state.json" --print-fingerprint >"$VAR/simulator/fingerprint"
  python3 deploy/local/seed.py --url "$URL" --ca "$TLS/ca.crt" \
    --administrator "$ADMINISTRATOR" --password-file "$SECRETS/administrator" \
    --cluster-endpoint "https://127.0.0.1:$SIMULATOR_PORT" \
    --fingerprint-file "$VAR/simulator/fingerprint" --token-file "$SECRETS/pve-token"
  cat <<TEXT

Nexus-IaaS runs at  $URL
log in as           $ADMINISTRATOR
password            $(cat "$SECRETS/administrator")

Its certificate is signed by $TLS/ca.crt
TEXT
}

suite_down() {
  [ -f "$SUPERVISOR_CONF" ] && supervisor_runs || { say "nothing runs" && return; }
  local pid
  pid=$(supervise pid)
  supervise stop gateway >/dev/null
  { supervise status || true; } | awk '$1 != "postgres" {print $1}' | xargs supervisorctl -c "$SUPERVISOR_CONF" stop >/dev/null
  supervise stop postgres >/dev/null
  supervise shutdown >/dev/null
  while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
}

suite_status() {
  supervisor_runs || { say "nothing runs" && return 1; }
  supervise status || true
  local name operations result=0
  while read -r name operations; do
    if is_ready "$operations"; then
      echo "$name is ready"
    else
      echo "$name is not ready: $(curl -s -m 2 "http://127.0.0.1:$operations/readyz" || echo 'no answer')"
      result=1
    fi
  done < <(ready_ports)
  return $result
}

suite_logs() {
  if [ $# -eq 0 ]; then
    tail -n 20 -F "$VAR"/log/{gateway,simulator,postgres,*-[0-9]}.log
  else
    tail -n 50 -F "$VAR"/log/"$1"*.log
  fi
}
