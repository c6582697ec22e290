// A gRPC server of test.Echo on a port of the kernel's choice, by TLS when CERT and KEY name its files; tells the port,
// then one line for each call that was cancelled.

import { readFileSync } from 'node:fs'
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js'
import { echo, MAX_MESSAGE } from './grpc_echo.mjs'

const tell = text => process.stdout.write(`${text}\n`)

// What the caller sent comes back, so that a test can look at it; `-bin` values are bytes.
function metadataOf(call) {
  const back = new Metadata()
  for (const key of ['x-text', 'x-data-bin'])
    for (const value of call.metadata.get(key)) back.add(key, value)
  return back
}

const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE, 'grpc.max_send_message_length': MAX_MESSAGE })

server.addService(echo, {
  unary(call, done) {
    call.sendMetadata(metadataOf(call))
    const trailers = new Metadata()
    trailers.set('x-trailer', 'behind')
    done(null, call.request, trailers)
  },
  collect(call, done) {
    const parts = []
    call.on('data', part => parts.push(part))
    call.on('end', () => done(null, Buffer.concat(parts)))
  },
  spread(call) {
    for (const byte of call.request) call.write(Buffer.from([byte]))
    call.end()
  },
  talk(call) {
    call.on('data', part => call.write(part))
    call.on('end', () => call.end())
    call.on('cancelled', () => tell('cancelled talk'))
  },
  fail(call, done) {
    const trailers = new Metadata()
    trailers.set('x-why', 'because')
    done({ code: status.FAILED_PRECONDITION, details: 'not now: 100 % käse\n', metadata: trailers })
  },
  failLate(call) {
    call.write(Buffer.from('one'))
    call.emit('error', { code: status.DATA_LOSS, details: 'lost' })
  },
  never(call) {
    tell('began never')
    call.on('cancelled', () => tell('cancelled never'))
  },
})

const { CERT, KEY } = process.env
const credentials = CERT
  ? ServerCredentials.createSsl(null, [{ cert_chain: readFileSync(CERT), private_key: readFileSync(KEY) }])
  : ServerCredentials.createInsecure()

server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error
  tell(`listening ${port}`)
})
