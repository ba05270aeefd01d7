# A private certificate authority for this installation: each process gets a
# certificate with its SPIFFE id, the gateway and the public listeners one for
# this machine's name.

TLS=$VAR/tls
SECRETS=$VAR/secrets

# issue NAME SUBJECT_ALT_NAMES
issue() {
  [ -f "$TLS/$1.crt" ] && return
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$TLS/$1.key" \
    -subj "/O=Nexus-IaaS/CN=$1" -out "$TLS/$1.csr" 2>/dev/null
  openssl x509 -req -in "$TLS/$1.csr" -CA "$TLS/ca.crt" -CAkey "$TLS/ca.key" -CAcreateserial \
    -days 825 -out "$TLS/$1.crt" -extfile <(
      printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n' "$2"
    ) 2>/dev/null
  rm "$TLS/$1.csr"
}

make_certificates() {
  (
    umask 077
    mkdir -p "$TLS"
    if [ ! -f "$TLS/ca.crt" ]; then
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
        -keyout "$TLS/ca.key" -out "$TLS/ca.crt" -subj "/O=Nexus-IaaS/CN=Nexus installation CA" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
    fi
    local name
    for name in $SERVICES gateway; do
      issue "$name" "DNS:$name.nexus,URI:spiffe://nexus/$name"
    done
    issue public "DNS:localhost,IP:127.0.0.1,DNS:$(hostname)"
  )
}

# secret NAME COMMAND...: makes a secret's file once, readable by its owner only.
secret() {
  local file=$SECRETS/$1
  shift
  [ -s "$file" ] || (umask 077 && mkdir -p "$SECRETS" && "$@" >"$file")
}

make_secrets() {
  local name
  secret administrator openssl rand -base64 18
  secret auth.key openssl rand -hex 32
  secret scheduler.key openssl rand -hex 32
  secret installation cat /proc/sys/kernel/random/uuid
  secret pve-token cat /proc/sys/kernel/random/uuid
  for name in postgres $SERVICES $(printf '%s_owner ' $SERVICES); do
    secret "password.$name" openssl rand -hex 24
  done
}
