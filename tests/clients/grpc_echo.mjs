// The service that both ends of the gRPC tests speak: messages are bytes, so no schema is needed.

const bytes = value => value

function method(name, requestStream, responseStream) {
  return {
    path: `/test.Echo/${name}`,
    requestStream,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  }
}

export const echo = {
  unary: method('Unary', false, false),
  collect: method('Collect', true, false),
  spread: method('Spread', false, true),
  talk: method('Talk', true, true),
  fail: method('Fail', false, false),
  failLate: method('FailLate', false, true),
  never: method('Never', false, false),
}

export const MAX_MESSAGE = 64 * 1024 * 1024
