#!/usr/bin/env bash
# Makes a key pair, signs a token, starts the gateway with the echo model, and prints a line to try it with.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jotgate=${JOTGATE_BIN:-$here/../../build/release/jotgate}
port=${PORT:-4000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

"$jotgate" token keygen --alg ES256 --out keys >/dev/null
token=$("$jotgate" token sign --key keys/private.jwk --issuer quickstart --audience quickstart-api --subject you \
  --claim scope="models:use" --expires-in 24h)
sed "s/port: 4000/port: $port/" "$here/config.yaml" >config.yaml

cat >&2 <<TEXT

The gateway listens on port $port. In another terminal, try it (the token is good for a day):

curl -s http://localhost:$port/v1/chat/completions \\
  -H 'content-type: application/json' \\
  -H 'authorization: Bearer $token' \\
  -d '{"model":"echo","messages":[{"role":"user","content":"Hello"}]}'

Without the token, or with a letter of it changed, it says why it refuses. Ctrl-C ends it.

TEXT
"$jotgate" -f config.yaml &
gateway=$!
trap 'kill $gateway 2>/dev/null; wait $gateway 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 0' INT TERM
wait $gateway
