#!/usr/bin/env bash
# Makes a key pair, signs a token, starts the gateway in front of the MCP server "everything", and prints how to connect.
set -euo pipefail
. "$(dirname "$0")/../common.sh"
command -v npx >/dev/null || { echo "the server comes from npm: install Node.js with npx first" >&2; exit 1; }
prepare 3000 tools

cat >&2 <<TEXT

The gateway listens on port $port; npx fetches the server when the first client comes, which takes a moment. In another
terminal (the token is good for a day):

claude mcp add --transport http everything http://localhost:$port/mcp --header "Authorization: Bearer $token"

or, for Cursor's mcp.json:

{"mcpServers": {"everything": {"url": "http://localhost:$port/mcp", "headers": {"Authorization": "Bearer $token"}}}}

or, to see its tools without any of these (Node.js 22.19 or newer):

npx -y @modelcontextprotocol/inspector --cli http://localhost:$port/mcp --transport http --method tools/list \\
  --header "Authorization: Bearer $token"

Without the token, or with a letter of it changed, it says why it refuses. Ctrl-C ends it.

TEXT
serve
