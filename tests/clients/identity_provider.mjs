// A real identity provider (npm oidc-provider): gets itself one access token for each algorithm, as a machine client does.
// It prints its issuer, its key set as it publishes it, and the tokens.
import http from 'node:http'
import * as jose from 'jose'
import { Provider } from 'oidc-provider'

const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']
const keys = []
for (const alg of algorithms) {
  const { privateKey } = await jose.generateKeyPair(alg, { extractable: true })
  keys.push({ ...(await jose.exportJWK(privateKey)), kid: `idp-${alg}`, alg, use: 'sig' })
}

const server = http.createServer()
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${server.address().port}`
const provider = new Provider(issuer, {
  jwks: { keys },
  clients: [{ client_id: 'machine', client_secret: 'machine-secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
  scopes: ['read', 'write'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => {
        const alg = resource.split(':').pop()
        return { scope: 'read write', audience: resource, accessTokenFormat: 'jwt', jwt: { sign: { alg, kid: `idp-${alg}` } } }
      },
    },
  },
  extraTokenClaims: () => ({ groups: ['team-a'], tenant: { tier: 'gold' } }),
})
server.on('request', provider.callback())

const tokens = {}
for (const alg of algorithms) {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('machine:machine-secret')}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: `urn:api:${alg}`, scope: 'read' }),
  })
  const body = await answer.json()
  if (!answer.ok) throw new Error(JSON.stringify(body))
  tokens[alg] = body.access_token
}
const jwks = await (await fetch(`${issuer}/jwks`)).json()
console.log(JSON.stringify({ issuer, jwks, tokens }))
server.close()
server.closeAllConnections()
