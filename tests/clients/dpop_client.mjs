// Makes DPoP proofs with jose (RFC 9449) and calls the gateway with them: GATEWAY is its URL, ISSUER_KEY the private
// JWK that signs access tokens. Prints what became of each call.
import { createHash, randomUUID } from 'node:crypto'
import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose'

const { GATEWAY, ISSUER_KEY } = process.env
const issuerJwk = JSON.parse(ISSUER_KEY)
const issuerKey = await importJWK(issuerJwk, issuerJwk.alg)

async function holder(alg) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(publicKey)
  return { alg, jwk, privateKey, jkt: await calculateJwkThumbprint(jwk) }
}

function accessToken(jkt) {
  return new SignJWT({ cnf: { jkt } })
    .setProtectedHeader({ alg: issuerJwk.alg, kid: issuerJwk.kid })
    .setIssuer('issuer.test').setAudience('audience.test').setSubject('alice')
    .setIssuedAt().setExpirationTime('5m').sign(issuerKey)
}

function proof(key, token, method, url) {
  const ath = createHash('sha256').update(token).digest('base64url')
  return new SignJWT({ jti: randomUUID(), htm: method, htu: url, ath })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: key.alg, jwk: key.jwk })
    .setIssuedAt().sign(key.privateKey)
}

async function call(path, token, proofText, { method = 'GET', scheme = 'DPoP' } = {}) {
  const headers = { authorization: `${scheme} ${token}` }
  if (proofText) headers.dpop = proofText
  const answer = await fetch(GATEWAY + path, { method, headers })
  await answer.arrayBuffer()
  return answer.status
}

const results = {}
for (const alg of ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA']) {
  const key = await holder(alg)
  const token = await accessToken(key.jkt)
  results[alg] = await call('/orders?x=1', token, await proof(key, token, 'GET', `${GATEWAY}/orders`))
}
const [mine, thief] = [await holder('ES256'), await holder('ES256')]
const token = await accessToken(mine.jkt)
const once = await proof(mine, token, 'POST', `${GATEWAY}/orders`)
results.post = await call('/orders', token, once, { method: 'POST' })
results.replayed = await call('/orders', token, once, { method: 'POST' })
results.without = await call('/orders', token)
results.bearer = await call('/orders', token, undefined, { scheme: 'Bearer' })
results.thief = await call('/orders', token, await proof(thief, token, 'GET', `${GATEWAY}/orders`))
results.elsewhere = await call('/orders', token, await proof(mine, token, 'GET', `${GATEWAY}/other`))
console.log(JSON.stringify(results))
