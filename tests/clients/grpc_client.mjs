// Calls test.Echo at TARGET as CALLS names (comma separated) and prints what came of each as JSON. TOKEN is sent as a
// bearer token; ROOT names the root certificate to trust, and asks for TLS.

import { readFileSync } from 'node:fs'
import { Metadata, credentials, makeGenericClientConstructor } from '@grpc/grpc-js'
import { echo, MAX_MESSAGE } from './grpc_echo.mjs'

const Echo = makeGenericClientConstructor(echo, 'test.Echo')
const { ROOT, TARGET, TOKEN } = process.env
const channel = ROOT ? credentials.createSsl(readFileSync(ROOT)) : credentials.createInsecure()
const client = new Echo(TARGET, channel, {
  'grpc.max_receive_message_length': MAX_MESSAGE,
  'grpc.max_send_message_length': MAX_MESSAGE,
  'grpc.enable_retries': 0,
})

function metadata(entries = {}) {
  const made = new Metadata()
  if (TOKEN) made.set('authorization', `Bearer ${TOKEN}`)
  for (const [key, value] of Object.entries(entries)) made.add(key, value)
  return made
}

function told(error) {
  return { code: error.code, details: error.details, trailers: error.metadata.getMap() }
}

const unary = (name, message, more = metadata(), options = {}) =>
  new Promise(resolve => {
    let head, trailers
    const call = client[name](message, more, options, (error, answer) => {
      setImmediate(() => resolve({ call, head, trailers, answer, error: error && told(error) }))
    })
    call.on('metadata', got => (head = got))
    call.on('status', got => (trailers = got.metadata))
  })

const drained = stream =>
  new Promise(resolve => {
    const parts = []
    let error = null
    stream.on('data', part => parts.push(part))
    stream.on('error', got => (error = told(got)))
    stream.on('status', () => setImmediate(() => resolve({ parts, error })))
  })

const calls = {
  async unary() {
    const { answer } = await unary('unary', Buffer.from('hello'))
    return answer.toString()
  },
  async empty() {
    const { answer } = await unary('unary', Buffer.alloc(0))
    return answer.length
  },
  async large() {
    const message = Buffer.alloc(20 * 1024 * 1024, 'large')
    const { answer, error } = await unary('unary', message)
    return error ?? answer.equals(message)
  },
  async metadata() {
    const sent = metadata({ 'x-text': 'one', 'x-data-bin': Buffer.from([0, 255, 10]) })
    sent.add('x-text', 'two')
    const { head, trailers } = await unary('unary', Buffer.from('m'), sent)
    return {
      text: head.get('x-text'),
      data: head.get('x-data-bin').map(value => [...value]),
      trailer: trailers.get('x-trailer'),
    }
  },
  collect: () =>
    new Promise(resolve => {
      const call = client.collect(metadata(), (error, answer) => resolve(error ? told(error) : answer.toString()))
      for (const part of ['a', 'b', 'c']) call.write(Buffer.from(part))
      call.end()
    }),
  async spread() {
    const { parts, error } = await drained(client.spread(Buffer.from('xyz'), metadata()))
    return error ?? parts.map(String)
  },
  // Each message is sent when the answer to the one before has come: no side waits for the other's end.
  talk: () =>
    new Promise(resolve => {
      const call = client.talk(metadata())
      const heard = []
      call.on('data', part => {
        heard.push(part.toString())
        if (heard.length < 5) call.write(Buffer.from(`${heard.length}`))
        else call.end()
      })
      call.on('error', error => resolve(told(error)))
      call.on('end', () => resolve(heard))
      call.write(Buffer.from('0'))
    }),
  async fail() {
    return (await unary('fail', Buffer.from('x'))).error
  },
  async failLate() {
    const { parts, error } = await drained(client.failLate(Buffer.from('x'), metadata()))
    return { parts: parts.map(String), error }
  },
  async deadline() {
    return (await unary('never', Buffer.from('x'), metadata(), { deadline: Date.now() + 300 })).error
  },
  cancelled: () =>
    new Promise(resolve => {
      const call = client.talk(metadata())
      call.on('data', () => call.cancel())
      call.on('error', error => resolve(told(error)))
      call.write(Buffer.from('x'))
    }),
  // Many calls at a time over the client's one connection.
  async many() {
    const messages = Array.from({ length: 200 }, (_, i) => `message ${i}`)
    const answers = await Promise.all(messages.map(text => unary('unary', Buffer.from(text))))
    return answers.filter(({ answer }, i) => answer?.toString() === messages[i]).length
  },
}

const results = {}
for (const name of process.env.CALLS.split(',')) results[name] = (await calls[name]()) ?? null
client.close()
process.stdout.write(`${JSON.stringify(results)}\n`)
