# For the examples' run.sh: a folder with a key pair and a token, and the gateway in it until Ctrl-C.
# Sets $jotgate, $token and $port, and works in a folder that goes with the gateway.

# prepare PORT AUDIENCE [SIGN-OPTIONS...]: the port stands in the example's config.yaml; PORT in the environment replaces it
prepare() {
  local written=$1 audience=$2
  shift 2
  here=$(cd "$(dirname "$0")" && pwd)
  jotgate=${JOTGATE_BIN:-$here/../../build/release/jotgate}
  port=${PORT:-$written}
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cd "$work"
  "$jotgate" token keygen --alg ES256 --out keys >/dev/null
  token=$("$jotgate" token sign --key keys/private.jwk --issuer quickstart --audience "$audience" --subject you \
    "$@" --expires-in 24h)
  sed "s/port: $written/port: $port/" "$here/config.yaml" >config.yaml
}

serve() {
  "$jotgate" -f config.yaml &
  gateway=$!
  trap 'kill $gateway 2>/dev/null; wait $gateway 2>/dev/null; rm -rf "$work"' EXIT
  trap 'exit 0' INT TERM
  wait $gateway
}
