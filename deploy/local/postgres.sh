# A private PostgreSQL 15 on loopback: a database and two roles for each service.

POSTGRES_PROGRAMS=/usr/lib/postgresql/15/bin
POSTGRES_DATA=$VAR/postgres

# PostgreSQL refuses root.
postgres_user() { if [ "$(id -u)" = 0 ]; then echo postgres; else id -un; fi; }

# A checkout below a directory that PostgreSQL's user may not enter (such as
# /root) has its data beside it, and a link.
place_data() {
  if [ "$(id -u)" = 0 ] && ! (cd / && runuser -u postgres -- test -x "$VAR"); then
    local outside
    outside=/var/lib/nexus-iaas/$(printf '%s' "$VAR" | sha256sum | cut -c1-12)
    mkdir -p "$outside"
    ln -sfn "$outside" "$POSTGRES_DATA"
  else
    mkdir -p "$POSTGRES_DATA"
  fi
}

make_postgres() {
  [ -f "$POSTGRES_DATA/PG_VERSION" ] && return
  say "making a database server in ${POSTGRES_DATA#"$ROOT"/}"
  [ -L "$POSTGRES_DATA" ] || place_data
  chmod 700 "$POSTGRES_DATA/."
  local password
  password=$(mktemp)
  cp "$SECRETS/password.postgres" "$password"
  local run=""
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$POSTGRES_DATA/." "$password"
    run="runuser -u postgres --"
  fi
  (cd / && $run "$POSTGRES_PROGRAMS/initdb" -D "$(readlink -f "$POSTGRES_DATA")" -U postgres --auth=scram-sha-256 \
    --pwfile="$password" -E UTF8 --locale=C.UTF-8 >/dev/null)
  rm -f "$password"
  cat >>"$POSTGRES_DATA/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 256MB
max_wal_size = 2GB
log_min_messages = warning
log_line_prefix = '%m [%p] %u@%d '
CONF
}

# pgpass NAME ROLE: a password file for libpq, so that no password is in an environment.
pgpass() {
  (umask 077 && printf '127.0.0.1:%s:*:%s:%s\n' "$POSTGRES_PORT" "$2" "$(cat "$SECRETS/password.$1")" \
    >"$SECRETS/pgpass.$1")
}

# connection NAME ROLE DATABASE
connection() {
  echo "host=127.0.0.1 port=$POSTGRES_PORT user=$2 dbname=$3 passfile=$SECRETS/pgpass.$1"
}

sql() { psql -X -q -v ON_ERROR_STOP=1 "$(connection postgres postgres postgres)" "$@"; }

wait_for_postgres() {
  local try
  for try in $(seq 300); do
    sql -c 'SELECT 1' >/dev/null 2>&1 && return
    sleep 0.1
  done
  fail "PostgreSQL does not answer: see $VAR/log/postgres.log"
}

# All our roles give up quickly, so that nothing waits for somebody who is gone.
make_role() {
  local role=$1 name=$2
  sql <<SQL
SELECT 'CREATE ROLE $role LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$role') \gexec
ALTER ROLE $role PASSWORD '$(cat "$SECRETS/password.$name")';
ALTER ROLE $role SET idle_in_transaction_session_timeout = '2s';
ALTER ROLE $role SET statement_timeout = '5s';
ALTER ROLE $role SET lock_timeout = '1s';
SQL
}

make_databases() {
  local name
  for name in $SERVICES; do
    pgpass "$name" "nexus_$name"
    pgpass "${name}_owner" "nexus_${name}_owner"
    make_role "nexus_$name" "$name"
    make_role "nexus_${name}_owner" "${name}_owner"
    sql <<SQL
SELECT 'CREATE DATABASE nexus_$name OWNER nexus_${name}_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'nexus_$name') \gexec
REVOKE CONNECT, TEMPORARY ON DATABASE nexus_$name FROM PUBLIC;
GRANT CONNECT ON DATABASE nexus_$name TO nexus_$name;
SQL
  done
}
