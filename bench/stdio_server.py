"""An MCP server by standard input and output that does next to nothing: whoever asks gets the same answer."""

import json
import sys

RESULT = {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": {"name": "bench", "version": "1"},
          "content": [{"type": "text", "text": "Echo: hello"}]}

for line in sys.stdin:
    message = json.loads(line)
    if "id" in message:
        sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": RESULT}) + "\n")
        sys.stdout.flush()
