// Drives the official MCP SDK's client: against MCP_URL with TOKEN (by the old transport when that ends in /sse), or with SERVER (a
// script) as its own child. Prints what each call gave. Beside the calls below there are those of TOOLS: a JSON object of tools' names
// and arguments.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js'

const { MCP_URL, TOKEN, SERVER, CALLS, TOOLS } = process.env
const refused = []

// What a refusal looks like on the wire, before the SDK makes an exception of it.
async function watchingFetch(url, init) {
  const response = await fetch(url, init)
  if (response.status >= 400)
    refused.push({ method: init?.method, status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.clone().text() })
  return response
}

const headers = TOKEN ? { authorization: `Bearer ${TOKEN}` } : {}
const HttpTransport = MCP_URL?.endsWith('/sse') ? SSEClientTransport : StreamableHTTPClientTransport
const transport = MCP_URL
  ? new HttpTransport(new URL(MCP_URL), { requestInit: { headers }, fetch: watchingFetch })
  : new StdioClientTransport({ command: process.execPath, args: [SERVER], stderr: 'ignore' })

// What arrived: the SDK's own handler of progress is gone when the result came in the same chunk as the last of it.
const progress = []
transport.onmessage = ({ method, params }) => {
  if (method === 'notifications/progress') progress.push({ progress: params.progress, total: params.total })
}

const asked = []
const client = new Client({ name: 'jotgate-test', version: '1' }, { capabilities: { sampling: {}, elicitation: {}, roots: {} } })
client.setRequestHandler(CreateMessageRequestSchema, (request) => {
  asked.push(request.method)
  return { model: 'm', role: 'assistant', content: { type: 'text', text: 'sampled: ' + request.params.messages[0].content.text } }
})
client.setRequestHandler(ElicitRequestSchema, (request) => {
  asked.push(request.method)
  return { action: 'decline' }
})
let rootsWereAsked
const rootsAsked = new Promise((resolve) => (rootsWereAsked = resolve))
client.setRequestHandler(ListRootsRequestSchema, (request) => {
  asked.push(request.method)
  setTimeout(rootsWereAsked, 0)
  return { roots: [{ uri: 'file:///tmp/a', name: 'a' }] }
})
let wasLogged
const logged = new Promise((resolve) => (wasLogged = resolve))
client.setNotificationHandler(LoggingMessageNotificationSchema, (notification) => wasLogged(notification.params.level))

const tool = (name, args = {}, options) => client.callTool({ name, arguments: args }, undefined, options)

async function withProgress() {
  let wasTold = false
  const before = progress.length
  const result = await tool('trigger-long-running-operation', { duration: 0.2, steps: 4 }, { onprogress: () => (wasTold = true) })
  return { wasTold, progress: progress.slice(before), result }
}

async function cancelled() {
  const abort = new AbortController()
  const options = { signal: abort.signal, onprogress: () => abort.abort('enough') }
  try {
    return await tool('trigger-long-running-operation', { duration: 300, steps: 3000 }, options)
  } catch (error) {
    return { stopped: String(error.message ?? error), echo: await tool('echo', { message: 'still there' }) }
  }
}

const calls = {
  server: async () => ({ version: client.getServerVersion(), capabilities: client.getServerCapabilities(), instructions: client.getInstructions() }),
  ping: () => client.ping(),
  tools: async () => {
    const { tools } = await client.listTools()
    return tools.map(({ name }) => name).sort()
  },
  echo: () => tool('echo', { message: 'äöü 𝄞 \u0000 "quoted" \\ \n' }),
  'large echo': async () => (await tool('echo', { message: 'x'.repeat(1_000_000) })).content[0].text.length,
  sum: () => tool('get-sum', { a: 2, b: 40 }),
  'unknown tool': () => tool('no-such-tool'),
  'bad arguments': () => tool('get-sum', { a: 'x' }),
  image: () => tool('get-tiny-image'),
  structured: () => tool('get-structured-content', { location: 'Chicago' }),
  progress: withProgress,
  sampling: () => tool('trigger-sampling-request', { prompt: 'say pong', maxTokens: 10 }),
  elicitation: () => tool('trigger-elicitation-request'),
  roots: async () => { await rootsAsked; return asked.filter((method) => method === 'roots/list').length },
  cancelled,
  'many at once': async () => (await Promise.all([...Array(50).keys()].map((n) => tool('get-sum', { a: n, b: n })))).map(({ content }) => content[0].text),
  prompts: () => client.listPrompts(),
  prompt: () => client.getPrompt({ name: 'args-prompt', arguments: { city: 'Ulm' } }),
  resources: () => client.listResources(),
  templates: () => client.listResourceTemplates(),
  subscribed: () => client.subscribeResource({ uri: 'demo://resource/dynamic/text/1' }),
  completion: () => client.complete({ ref: { type: 'ref/prompt', name: 'completable-prompt' }, argument: { name: 'department', value: 'E' } }),
  level: () => client.setLoggingLevel('debug'),
  logging: async () => { await tool('toggle-simulated-logging'); return typeof (await logged) },
}
for (const [name, args] of Object.entries(JSON.parse(TOOLS ?? '{}'))) calls[name] = () => tool(name, args)

const told = (error) => ({ kind: error.constructor.name, code: error.code, message: error.message })
const results = {}
let session
try {
  await client.connect(transport)
  session = transport.sessionId
  for (const name of CALLS ? CALLS.split(',') : Object.keys(calls)) {
    try {
      results[name] = { value: await calls[name]() }
    } catch (error) {
      results[name] = { error: told(error) }
    }
  }
  if (session) await transport.terminateSession()
  await client.close()
} catch (error) {
  results.connect = { error: told(error) }
}
process.stdout.write(JSON.stringify({ results, session, refused }) + '\n', () => process.exit(0))
