#!/usr/bin/env bash
# Makes a key pair, signs a token, starts the gateway with the echo model, and prints a line to try it with.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
prepare 4000 quickstart-api --claim scope="models:use"

cat >&2 <<TEXT

The gateway listens on port $port. In another terminal, try it (the token is good for a day):

curl -s http://localhost:$port/v1/chat/completions \\
  -H 'content-type: application/json' \\
  -H 'authorization: Bearer $token' \\
  -d '{"model":"echo","messages":[{"role":"user","content":"Hello"}]}'

Without the token, or with a letter of it changed, it says why it refuses. Ctrl-C ends it.

TEXT
serve
