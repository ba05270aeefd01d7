# The supervisor's configuration: every process, and what it is told. Debian's
# supervisor restarts what dies.

SUPERVISOR_CONF=$VAR/supervisor/supervisord.conf
SUPERVISOR_SOCKET=$VAR/supervisor/sock

# A unix socket's path has 107 characters at most.
if [ ${#SUPERVISOR_SOCKET} -gt 100 ]; then
  SUPERVISOR_SOCKET=/tmp/nexus-$(id -u)-$(printf '%s' "$VAR" | sha256sum | cut -c1-12).sock
fi

supervise() { supervisorctl -c "$SUPERVISOR_CONF" "$@"; }

# program NAME STOP_SIGNAL STOP_SECONDS COMMAND [ENVIRONMENT] [USER]
program() {
  cat <<CONF

[program:$1]
command=$4
environment=${5:-}
${6:+user=$6}
directory=/
autostart=false
autorestart=true
startsecs=1
startretries=1000000
stopsignal=$2
stopwaitsecs=$3
stdout_logfile=$VAR/log/$1.log
stdout_logfile_maxbytes=50MB
stdout_logfile_backups=2
redirect_stderr=true
CONF
}

# targets SERVICE: the gRPC target of all replicas.
targets() {
  local replica list=""
  for replica in $(seq "$REPLICAS"); do
    list="$list,127.0.0.1:$(port "$1" internal "$replica")"
  done
  echo "ipv4:${list#,}"
}

shared_environment() {
  local name upper
  printf 'NEXUS_TLS_DIR="%s",NEXUS_LOG_LEVEL="%s"' "$TLS" "${NEXUS_LOG_LEVEL:-info}"
  [ -n "${NEXUS_FAULT_DIR:-}" ] && printf ',NEXUS_FAULT_DIR="%s"' "$NEXUS_FAULT_DIR"
  for name in $SERVICES; do
    upper=${name^^}
    printf ',NEXUS_%s_TARGET="%s"' "$upper" "$(targets "$name")"
  done
}

# What the operator or a test sets beyond this: any NEXUS_<SERVICE>_* of our own environment.
own_environment() {
  local upper=${1^^} line
  env | grep "^NEXUS_${upper}_" | while IFS= read -r line; do
    printf ',%s="%s"' "${line%%=*}" "${line#*=}"
  done
}

service_program() {
  local name=$1 replica=$2 upper=${1^^} environment
  environment="$(shared_environment)"
  environment+=",NEXUS_${upper}_INTERNAL_LISTEN=\"127.0.0.1:$(port "$name" internal "$replica")\""
  environment+=",NEXUS_${upper}_PUBLIC_LISTEN=\"127.0.0.1:$(port "$name" public "$replica")\""
  environment+=",NEXUS_${upper}_OPERATIONS_LISTEN=\"127.0.0.1:$(port "$name" operations "$replica")\""
  environment+=",NEXUS_${upper}_DATABASE=\"$(connection "$name" "nexus_$name" "nexus_$name")\""
  case "$name" in
    auth) environment+=",NEXUS_AUTH_KEY_FILE=\"$SECRETS/auth.key\"" ;;
    scheduler)
      environment+=",NEXUS_SCHEDULER_KEY_FILE=\"$SECRETS/scheduler.key\""
      environment+=",NEXUS_SCHEDULER_INSTALLATION=\"$(cat "$SECRETS/installation")\""
      ;;
  esac
  program "$name-$replica" TERM 15 "$BIN/nexus-$name" "$environment$(own_environment "$name")"
}

gateway_program() {
  local environment
  environment="$(shared_environment)"
  environment+=",NEXUS_GATEWAY_LISTEN=\"127.0.0.1:$GATEWAY_PORT\""
  environment+=",NEXUS_GATEWAY_OPERATIONS_LISTEN=\"127.0.0.1:$(port gateway operations)\""
  environment+=",NEXUS_GATEWAY_CERTIFICATE_FILE=\"$TLS/public.crt\",NEXUS_GATEWAY_KEY_FILE=\"$TLS/public.key\""
  environment+=",NEXUS_GATEWAY_PUBLIC_ORIGIN=\"$URL\",NEXUS_GATEWAY_WEB_ROOT=\"$ROOT/web/dist\""
  program gateway TERM 15 "$BIN/nexus-gateway" "$environment$(own_environment gateway)"
}

simulator_program() {
  local control=""
  [ -n "${NEXUS_SIMULATOR_CONTROL:-}" ] && control=" --control 127.0.0.1:$SIMULATOR_CONTROL_PORT"
  program simulator TERM 10 "$BIN/nexus-pve-simulator --listen 127.0.0.1:$SIMULATOR_PORT --state $VAR/simulator/state.json --api-token nexus@pve!panel=$(cat "$SECRETS/pve-token")$control ${NEXUS_SIMULATOR_FLAGS:-}"
}

write_supervisor_conf() {
  mkdir -p "$VAR/supervisor" "$VAR/log" "$VAR/simulator"
  chmod 700 "$VAR/supervisor"
  {
    cat <<CONF
[unix_http_server]
file=$SUPERVISOR_SOCKET
chmod=0700

[supervisord]
logfile=$VAR/log/supervisord.log
pidfile=$VAR/supervisor/pid
childlogdir=$VAR/log
$([ "$(id -u)" = 0 ] && echo user=root)

[supervisorctl]
serverurl=unix://$SUPERVISOR_SOCKET

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
CONF
    program postgres INT 30 "$POSTGRES_PROGRAMS/postgres -D $(readlink -f "$POSTGRES_DATA") -p $POSTGRES_PORT" "" \
      "$([ "$(id -u)" = 0 ] && echo postgres || true)"
    simulator_program
    local name replica
    for name in $SERVICES; do
      for replica in $(seq "$REPLICAS"); do service_program "$name" "$replica"; done
    done
    gateway_program
  } | sed 's/%/%%/g' >"$SUPERVISOR_CONF.new"
  mv "$SUPERVISOR_CONF.new" "$SUPERVISOR_CONF"
}

supervisor_runs() { supervise pid 2>/dev/null | grep -qE '^[0-9]+$'; }

start_supervisor() {
  supervisor_runs && return
  rm -f "$SUPERVISOR_SOCKET"
  # Nothing of the caller's environment reaches the processes but what is written down.
  env -i PATH="$PATH" HOME="${HOME:-/}" LANG=C.UTF-8 supervisord -c "$SUPERVISOR_CONF"
}
