// Signs one token with each algorithm that npm's jose has, with keys of its own, and prints the key set and the tokens.
import * as jose from 'jose'

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const keys = []
const tokens = {}
for (const alg of algorithms) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true })
  const kid = `jose-${alg}`
  keys.push({ ...(await jose.exportJWK(publicKey)), kid, alg, use: 'sig' })
  const make = (expires) => new jose.SignJWT({ groups: ['a'] }).setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer('issuer.test').setAudience('audience.test').setSubject('jose').setIssuedAt().setExpirationTime(expires).sign(privateKey)
  tokens[alg] = { good: await make('10m'), expired: await make('-10m') }
}
console.log(JSON.stringify({ jwks: { keys }, tokens }))
