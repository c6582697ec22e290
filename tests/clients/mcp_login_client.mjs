// The official MCP SDK's client with nothing but MCP_URL: it finds out where to log in, does that as a person would, and calls a tool.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

const { MCP_URL, RESOURCE, CLIENT, SECRET } = process.env
const REDIRECT = 'http://127.0.0.1:3000/oauth/callback'
const asked = []

async function watchingFetch(url, init) {
  const response = await fetch(url, init)
  asked.push(`${init?.method ?? 'GET'} ${new URL(url).origin}${new URL(url).pathname} ${response.status}`)
  return response
}

const cookies = new Map()
async function step(url, body) {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    body,
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
  })
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)
    cookies.set(name, value)
  }
  return response
}

// A person at a browser: fills in what is asked for, until she is sent back with a code.
async function codeOf(url) {
  let body
  for (let steps = 0; steps < 20; ++steps) {
    const response = await step(url, body)
    const next = response.headers.get('location')
    if (next?.startsWith(REDIRECT)) return new URL(next).searchParams.get('code')
    if (next) {
      ;[url, body] = [new URL(next, url), undefined]
      continue
    }
    const page = await response.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1]
    if (!prompt || !action) throw new Error(`${response.status} ${page.slice(0, 300)}`)
    const login = prompt === 'login' ? { login: 'alice', password: 'x' } : {}
    ;[url, body] = [new URL(action, url), new URLSearchParams({ prompt, ...login })]
  }
  throw new Error('the login has no end')
}

const kept = {}
let code
const authProvider = {
  redirectUrl: REDIRECT,
  clientMetadata: { client_name: 'jotgate-test', redirect_uris: [REDIRECT] },
  clientInformation: () => ({ client_id: CLIENT, client_secret: SECRET }),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => (kept.tokens = tokens),
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => (kept.verifier = verifier),
  redirectToAuthorization: async (url) => (code = await codeOf(url)),
  // The provider knows its resources by other names than URLs.
  validateResourceURL: async () => new URL(RESOURCE),
}

const transport = () => new StreamableHTTPClientTransport(new URL(MCP_URL), { authProvider, fetch: watchingFetch })
const client = () => new Client({ name: 'jotgate-test', version: '1' })
const first = transport()
let refusal
try {
  await client().connect(first)
} catch (error) {
  refusal = error.constructor.name + ': ' + error.message
}
const result = { refusal, asked }
if (code) {
  await first.finishAuth(code)
  const user = client()
  await user.connect(transport())
  result.echo = (await user.callTool({ name: 'echo', arguments: { message: 'hello' } })).content[0].text
  await user.close()
}
process.stdout.write(JSON.stringify(result) + '\n', () => process.exit(0))
