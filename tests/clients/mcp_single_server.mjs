// Two servers of MCP 2026-07-28 on one port, /one and /two, by the second version of the SDK. Prints its port.
import http from 'node:http'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'

const handlers = {}
for (const name of ['one', 'two']) {
  handlers[`/${name}`] = createMcpHandler(() => {
    const server = new McpServer({ name, version: '1' }, { capabilities: { tools: {} } })
    const say = async () => ({ content: [{ type: 'text', text: `from ${name}` }] })
    server.registerTool(`hello_${name}`, { description: 'says where it is' }, say)
    server.registerTool('both', { description: 'is of both servers' }, say)
    return server
  })
}

const listener = http.createServer(async (request, response) => {
  const body = []
  for await (const piece of request) body.push(piece)
  const { method, headers, url } = request
  const answer = await handlers[url].fetch(
    new Request(`http://localhost${url}`, { method, headers, body: method === 'POST' ? Buffer.concat(body) : undefined }),
  )
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (answer.body) for await (const piece of answer.body) response.write(piece)
  response.end()
})
listener.listen(0, '127.0.0.1', () => console.log(listener.address().port))
