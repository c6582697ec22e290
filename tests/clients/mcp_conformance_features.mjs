// What the scenarios of @modelcontextprotocol/conformance want to find in a server, and a neighbour that has other names for all.
import { CreateMessageResultSchema, ElicitResultSchema } from '@modelcontextprotocol/sdk/types.js'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'
const WAV = 'UklGRigAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQQAAACAgICA'

const text = (text) => ({ type: 'text', text })
const image = { type: 'image', data: PNG, mimeType: 'image/png' }
const embedded = (uri) => ({ type: 'resource', resource: { uri, mimeType: 'text/plain', text: `what is in ${uri}` } })
const says = (...content) => ({ content })
const fromUser = (...contents) => ({ messages: contents.map((content) => ({ role: 'user', content })) })

const object = (properties, required = []) => ({ type: 'object', properties, required })
const string = { type: 'string' }
const options = { type: 'string', enum: ['option1', 'option2', 'option3'] }
const titled = [{ const: 'value1', title: 'First' }, { const: 'value2', title: 'Second' }]

const tool = (name, call, inputSchema = object({})) => ({ name, description: `The tool ${name}`, inputSchema, call })
const prompt = (name, get, ...names) => ({
  name,
  description: `The prompt ${name}`,
  arguments: names.map((name) => ({ name, description: name, required: true })),
  get,
})
const resource = (uri, content) => ({ uri, name: uri, description: `The resource ${uri}`, ...content })

async function log({ sendNotification }) {
  for (const data of ['started', 'working', 'done'])
    await sendNotification({ method: 'notifications/message', params: { level: 'info', data } })
  return says(text('logged'))
}

async function tellProgress({ sendNotification, _meta }) {
  for (const progress of [0, 50, 100])
    await sendNotification({ method: 'notifications/progress', params: { progressToken: _meta.progressToken, progress, total: 100 } })
  return says(text('progressed'))
}

async function sample({ sendRequest }, { prompt }) {
  const params = { messages: [{ role: 'user', content: text(prompt) }], maxTokens: 100 }
  const answer = await sendRequest({ method: 'sampling/createMessage', params }, CreateMessageResultSchema)
  return says(text(JSON.stringify(answer.content)))
}

const elicit = (requestedSchema) => async ({ sendRequest }, { message = 'Please tell' }) => {
  const answer = await sendRequest({ method: 'elicitation/create', params: { message, requestedSchema } }, ElicitResultSchema)
  return says(text(JSON.stringify(answer)))
}

// The answer goes into the store of events, where the client finds it when it comes back; a pipe has nothing to close.
function closeStream({ closeSSEStream }) {
  closeSSEStream?.()
  return says(text('reconnected'))
}

export const wanted = {
  name: 'conformance',
  tools: [
    tool('test_simple_text', () => says(text('simple'))),
    tool('test_image_content', () => says(image)),
    tool('test_audio_content', () => says({ type: 'audio', data: WAV, mimeType: 'audio/wav' })),
    tool('test_embedded_resource', () => says(embedded('test://embedded-resource'))),
    tool('test_multiple_content_types', () => says(text('several'), image, embedded('test://mixed-content-resource'))),
    tool('test_error_handling', () => ({ ...says(text('this always fails')), isError: true })),
    tool('test_tool_with_logging', log),
    tool('test_tool_with_progress', tellProgress),
    tool('test_sampling', sample, object({ prompt: string }, ['prompt'])),
    tool('test_elicitation', elicit(object({ username: string, email: string }, ['username', 'email'])), object({ message: string }, ['message'])),
    tool('test_elicitation_sep1034_defaults', elicit(object({
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }))),
    tool('test_elicitation_sep1330_enums', elicit(object({
      untitledSingle: options,
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: { type: 'string', enum: ['opt1', 'opt2'], enumNames: ['First', 'Second'] },
      untitledMulti: { type: 'array', items: options },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    }))),
    tool('test_reconnection', closeStream),
    tool('json_schema_2020_12_tool', () => says(text('valid')), {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $defs: { address: object({ street: string, city: string }) },
      ...object({ name: string, address: { $ref: '#/$defs/address' } }),
      additionalProperties: false,
    }),
  ],
  prompts: [
    prompt('test_simple_prompt', () => fromUser(text('simple'))),
    prompt('test_prompt_with_arguments', ({ arg1, arg2 }) => fromUser(text(`${arg1} and ${arg2}`)), 'arg1', 'arg2'),
    prompt('test_prompt_with_embedded_resource', ({ resourceUri }) => fromUser(embedded(resourceUri), text('read it')), 'resourceUri'),
    prompt('test_prompt_with_image', () => fromUser(image, text('look at it'))),
  ],
  resources: [
    resource('test://static-text', { mimeType: 'text/plain', text: 'static' }),
    resource('test://static-binary', { mimeType: 'image/png', blob: PNG }),
    resource('test://watched-resource', { mimeType: 'text/plain', text: 'watched' }),
  ],
  template: 'test://template/{id}/data',
}

export const neighbour = {
  name: 'neighbour',
  tools: [tool('other_tool', () => says(text('other')))],
  prompts: [prompt('other_prompt', () => fromUser(text('other')))],
  resources: [resource('other://text', { mimeType: 'text/plain', text: 'other' })],
  template: 'other://template/{id}',
}
