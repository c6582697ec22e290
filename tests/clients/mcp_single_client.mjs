// The second version of the SDK's client, which speaks 2026-07-28 where it can: what it agrees on and finds at MCP_URL, and what
// becomes of calling CALLS.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

const { MCP_URL, TOKEN, CALLS } = process.env
const transport = new StreamableHTTPClientTransport(new URL(MCP_URL), {
  requestInit: { headers: { authorization: `Bearer ${TOKEN}` } },
})
const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
await client.connect(transport)
const { tools } = await client.listTools()
const calls = {}
for (const name of CALLS.split(' ')) {
  calls[name] = await client.callTool({ name, arguments: {} }).then(
    ({ content }) => content[0].text,
    (error) => error.message,
  )
}
console.log(JSON.stringify({ version: client.getNegotiatedProtocolVersion(), tools: tools.map(({ name }) => name), calls }))
await client.close()
