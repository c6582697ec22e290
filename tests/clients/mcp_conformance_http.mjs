// MCP servers by HTTP, each session with one of its own.
import { randomUUID } from 'node:crypto'
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { LATEST_PROTOCOL_VERSION } from '@modelcontextprotocol/sdk/types.js'

class EventStore {
  events = []

  async storeEvent(stream, message) {
    this.events.push({ stream, message })
    return String(this.events.length)
  }

  async replayEventsAfter(last, { send }) {
    const { stream } = this.events[last - 1]
    for (let i = Number(last); i < this.events.length; ++i)
      if (this.events[i].stream === stream) await send(String(i + 1), this.events[i].message)
    return stream
  }
}

// The suite agrees on this version, then sends an older one with the request that is to be resumed; the SDK resumes none of that.
function correctVersion({ rawHeaders }) {
  const at = rawHeaders.findIndex((name) => name.toLowerCase() === 'mcp-protocol-version')
  if (at >= 0) rawHeaders[at + 1] = LATEST_PROTOCOL_VERSION
}

async function begin(server, sessions, resumption) {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
    ...resumption,
  })
  await server.connect(transport)
  return transport
}

function handler(makeServer, makeResumption) {
  const sessions = new Map()
  return async (request, response) => {
    const id = request.headers['mcp-session-id']
    if (id && !sessions.has(id)) return response.status(404).end()
    const transport = sessions.get(id) ?? (await begin(makeServer(), sessions, makeResumption?.()))
    if (makeResumption) correctVersion(request)
    await transport.handleRequest(request, response, request.body)
  }
}

// The first server at /mcp, where streams can be resumed, and at /plain, where they cannot; the second at /neighbour. Gives the port.
export async function serve(makeServer, makeNeighbour) {
  const app = createMcpExpressApp()
  app.all('/mcp', handler(makeServer, () => ({ eventStore: new EventStore(), retryInterval: 100 })))
  app.all('/plain', handler(makeServer))
  app.all('/neighbour', handler(makeNeighbour))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return server.address().port
}
