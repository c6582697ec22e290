// Drives OpenAI's own SDK against BASE_URL with API_KEY and prints what it gave and every body as it came on the wire.
import OpenAI from 'openai'

const wire = []

// Reads each answer in full before the SDK sees it: what is compared later are bytes, not what somebody made of them.
async function recordingFetch(url, init) {
  const response = await fetch(url, init)
  const bytes = Buffer.from(await response.arrayBuffer())
  wire.push({
    path: new URL(url).pathname,
    status: response.status,
    type: response.headers.get('content-type'),
    challenge: response.headers.get('www-authenticate'),
    body: bytes.toString('base64'),
  })
  return new Response(bytes, { status: response.status, headers: response.headers })
}

const client = new OpenAI({ apiKey: process.env.API_KEY, baseURL: process.env.BASE_URL, maxRetries: 0, fetch: recordingFetch })
// Streams are read as they come: with the recording fetch a gateway that holds events back would go unnoticed.
const live = new OpenAI({ apiKey: process.env.API_KEY, baseURL: process.env.BASE_URL, maxRetries: 0 })

const model = 'gpt-4o-mini'
const say = (content) => [{ role: 'user', content }]
const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }]

async function collect(stream) {
  const events = []
  for await (const event of await stream) events.push(event)
  return events
}

const told = (error) => ({ kind: error.constructor.name, status: error.status, code: error.code, type: error.type, message: error.message })

const calls = {
  chat: () => client.chat.completions.create({ model, messages: say('say pong') }),
  'chat in other words': () => client.chat.completions.create({ model, messages: say('len:äöü 𝄞 \u0000 "quoted" \\ \n'), temperature: 0.1, seed: 7, user: 'somebody' }),
  'chat stream': () => collect(client.chat.completions.create({ model, messages: say('say pong'), stream: true })),
  'chat stream with usage': () => collect(client.chat.completions.create({ model, messages: say('say pong'), stream: true, stream_options: { include_usage: true } })),
  'slow stream': () => collect(live.chat.completions.create({ model, messages: say('slow'), stream: true })),
  tools: () => client.chat.completions.create({ model, messages: say('weather please'), tools }),
  'tools stream': () => collect(client.chat.completions.create({ model, messages: say('weather please'), tools, stream: true })),
  embeddings: () => client.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'], encoding_format: 'float' }),
  responses: () => client.responses.create({ model, input: 'say pong' }),
  'responses stream': () => collect(client.responses.create({ model, input: 'say pong', stream: true })),
  'large body': () => client.chat.completions.create({ model, messages: say('len:' + 'x'.repeat(1_000_000)) }),
  ...Object.fromEntries([400, 404, 409, 422, 429, 500, 503].map((status) => [`error ${status}`, () => client.chat.completions.create({ model, messages: say(`error:${status}`) })])),
  models: () => collect(client.models.list()),
}

const results = {}
for (const name of process.env.CALLS ? process.env.CALLS.split(',') : Object.keys(calls)) {
  try {
    results[name] = { value: await calls[name]() }
  } catch (error) {
    results[name] = { error: told(error) }
  }
}
console.log(JSON.stringify({ results, wire }))
