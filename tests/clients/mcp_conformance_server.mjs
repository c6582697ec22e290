// An MCP server that the conformance suite is content with: by its pipes with `stdio`, else by HTTP, of which it prints the port.
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import * as types from '@modelcontextprotocol/sdk/types.js'
import { neighbour, wanted } from './mcp_conformance_features.mjs'

function find(list, key, value) {
  const found = list.find((one) => one[key] === value)
  if (!found) throw new types.McpError(types.ErrorCode.InvalidParams, `there is no ${value}`)
  return found
}

// As lists show it.
const listed = ({ call, get, text, blob, ...shown }) => shown

function read({ resources, template }, uri) {
  const [before, after] = template.split('{id}')
  if (uri.startsWith(before) && uri.endsWith(after)) {
    const id = uri.slice(before.length, uri.length - after.length)
    return { uri, mimeType: 'application/json', text: JSON.stringify({ id }) }
  }
  const { mimeType, text, blob } = find(resources, 'uri', uri)
  return { uri, mimeType, ...(blob ? { blob } : { text }) }
}

function makeServer(features) {
  const { name, tools, prompts, resources, template } = features
  const capabilities = { tools: {}, prompts: {}, resources: { subscribe: true }, logging: {}, completions: {} }
  const server = new Server({ name, version: '1' }, { capabilities })
  const answer = (schema, how) => server.setRequestHandler(schema, ({ params }, extra) => how(params, extra))
  answer(types.ListToolsRequestSchema, () => ({ tools: tools.map(listed) }))
  answer(types.CallToolRequestSchema, (params, extra) => find(tools, 'name', params.name).call(extra, params.arguments ?? {}))
  answer(types.ListPromptsRequestSchema, () => ({ prompts: prompts.map(listed) }))
  answer(types.GetPromptRequestSchema, (params) => find(prompts, 'name', params.name).get(params.arguments ?? {}))
  answer(types.ListResourcesRequestSchema, () => ({ resources: resources.map(listed) }))
  answer(types.ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: [{ uriTemplate: template, name: template }] }))
  answer(types.ReadResourceRequestSchema, (params) => ({ contents: [read(features, params.uri)] }))
  answer(types.SubscribeRequestSchema, () => ({}))
  answer(types.UnsubscribeRequestSchema, () => ({}))
  answer(types.CompleteRequestSchema, (params) => ({ completion: { values: [params.argument.value + '1'] } }))
  return server
}

if (process.argv[2] === 'stdio') {
  await makeServer(wanted).connect(new StdioServerTransport())
} else {
  // What only HTTP needs takes as long to load as all the rest.
  const { serve } = await import('./mcp_conformance_http.mjs')
  console.log(await serve(() => makeServer(wanted), () => makeServer(neighbour)))
}
