#include "exchange/refusal.h"

#include <array>

namespace jg::exchange {
namespace {

using telemetry::Limit;

constexpr const char* kJwt = "JwtAuth";
constexpr const char* kApiKey = "APIKeyAuth";
constexpr const char* kAuthorization = "Authorization";
constexpr const char* kRateLimit = "RateLimit";
constexpr const char* kInvalid = "InvalidRequest";
constexpr const char* kNotFound = "NotFound";
constexpr const char* kUpstream = "UpstreamFailure";
constexpr const char* kTimeout = "Timeout";
constexpr const char* kInternal = "Internal";

// A code that ends in '*' stands for its whole family, behind the members that have rows of their
// own. To add a code: 1. a row here; 2. a test that produces it; 3. regenerate
// docs/reference/errors.md (./dev reference).
constexpr auto kRefusals = std::to_array<Refusal>({
    // jwtAuth
    {"jwt.missing", 401, 16, kJwt, "no bearer token found",
     "The mode is strict and the configured place holds no token.",
     "Send `Authorization: Bearer TOKEN`, or look at `location` in the configuration."},
    {"jwt.ambiguous", 400, 3, kJwt, "more than one credential was sent",
     "The place of the token holds several values, or two places hold different ones.",
     "Send one token, in one place."},
    {"jwt.malformed", 401, 16, kJwt, "the token is malformed",
     "It is not three base64url parts with a JSON header.",
     "Look at it with `jotgate token inspect`."},
    {"jwt.too_large", 401, 16, kJwt, "the token is too large", "It is longer than 16 KiB.",
     "Ask the issuer for smaller tokens (fewer groups or claims)."},
    {"jwt.encrypted", 401, 16, kJwt, "encrypted tokens are not accepted",
     "It has five parts: a JWE.", "Ask the issuer for signed tokens."},
    {"jwt.critical_header", 401, 16, kJwt, "the token needs an extension that is not understood",
     "Its header lists `crit` (RFC 7515 section 4.1.11).", "Ask the issuer for tokens without it."},
    {"jwt.algorithm", 401, 16, kJwt, "the token's algorithm is not accepted",
     "No key of the issuer may be used with the header's `alg`.",
     "Compare `alg` in the key set and in the token."},
    {"jwt.unknown_key", 401, 16, kJwt, "the token was signed with an unknown key",
     "No key of the issuer has the header's `kid`.",
     "Refresh the key set, or sign with a published key."},
    {"jwt.signature", 401, 16, kJwt, "the token's signature is not valid",
     "The signature does not fit the key.",
     "The token was changed, or signed with another key of the same `kid`."},
    {"jwt.expired", 401, 16, kJwt, "the token has expired",
     "`exp` is in the past, beyond the leeway.", "Get a new token; check the clocks."},
    {"jwt.not_yet_valid", 401, 16, kJwt, "the token is not valid yet",
     "`nbf` is in the future, beyond the leeway.", "Wait, or check the clocks."},
    {"jwt.issuer", 401, 16, kJwt, "the token's issuer is not accepted",
     "`iss` is no configured issuer.", "Compare `iss` with `issuer`; a slash at the end counts."},
    {"jwt.audience", 401, 16, kJwt, "the token is meant for another audience",
     "`aud` names no configured audience.",
     "Ask for a token for this audience, or add it to `audiences`."},
    {"jwt.type", 401, 16, kJwt, "the token is of another type",
     "`typ` is none of `types`, or not that of the `profile`.",
     "Send an access token, not an ID token; compare `typ` with the configuration."},
    {"jwt.unchecked_binding", 401, 16, kJwt, "the token is bound to a key that is not checked",
     "It has `cnf`: only who holds that key may use it (DPoP, mutual TLS), and the configuration "
     "has "
     "nobody check that.",
     "Ask for tokens without binding, or say `boundTokens: accept`."},
    {"jwt.certificate_binding", 401, 16, kJwt, "the token is bound to another certificate",
     "`cnf` is not the digest of the client's certificate, or `certificateBinding` is `required` "
     "and "
     "the token has none.",
     "Call with the certificate with which the token was asked for."},
    {"jwt.lifetime", 401, 16, kJwt, "the token lives too long",
     "From `iat` to `exp` it is longer than `maxLifetime`.",
     "Ask the issuer for tokens of a shorter life."},
    {"jwt.too_old", 401, 16, kJwt, "the token is too old", "`iat` is further back than `maxAge`.",
     "Get a new token; check the clocks."},
    {"jwt.missing_claim", 401, 16, kJwt, "the token lacks a required claim",
     "A claim is absent that `requiredClaims` or another check needs.",
     "Have the issuer add it, or take it out of `requiredClaims`; the log names it."},
    {"jwt.malformed_claim", 401, 16, kJwt, "a claim of the token is malformed",
     "A registered claim has the wrong type.", "Have the issuer mend it; the log names it."},
    {"jwt.not_removable", 401, 16, kJwt, "the credential could not be removed",
     "A checked token could not be taken out of the request.", "Send it in a header."},
    {"jwt.keys_unavailable", 503, 14, kJwt, "the keys to check tokens are not available",
     "They could not be fetched, or not for so long that those at hand are too old.",
     "The log, and `/keys` on the administration port, tell why; the token may be good."},
    // apiKey
    {"api_key.missing", 401, 16, kApiKey, "no API Key found",
     "The mode is strict and the configured place holds no key.",
     "Send the key, or look at `location` in the configuration."},
    {"api_key.ambiguous", 400, 3, kApiKey, "more than one API key was sent",
     "The place of the key holds several values.", "Send the key once."},
    {"api_key.invalid", 401, 16, kApiKey, "invalid credentials", "No configured key is this one.",
     "Compare the key, or its SHA-256, with the configuration."},
    // authorization
    {"authorization.denied", 403, 7, kAuthorization, "authorization failed", "The rules say no.",
     "Change the rules, or the claims they read; the log names the rule that decided."},
    // connections for which there is no room; the answer comes without a request
    {"connection.too_many", 503, 14, kInternal, "too many connections",
     "The limit of connections is reached.",
     "Raise `frontendPolicies.limits.connections`, or add instances."},
    {"connection.too_many_of_client", 503, 14, kInternal, "too many connections from this address",
     "The limit of connections of one client address is reached.",
     "Use fewer connections, or raise `frontendPolicies.limits.connectionsPerClient`."},
    {"connection.no_descriptors", 503, 14, kInternal, "too many connections",
     "The process may open no more files.", "Raise its limit of open files (`ulimit -n`)."},
    {"connection.denied", 403, 7, kAuthorization, "the connection is not allowed",
     "The rules of `networkAuthorization` say no. The connection is closed without an answer.",
     "The log (level debug) names the rule that decided."},
    // localRateLimit
    {"rate_limit.exceeded", 429, 14, kRateLimit, "rate limit exceeded",
     "More requests, or tokens of models, than `localRateLimit` allows.",
     "Wait for `x-ratelimit-reset` seconds, or raise the limit that the log names."},
    // requests that cannot be served as they are
    {"route.not_found", 404, 12, kNotFound, "no route matches",
     "No route fits host, path, method, headers and query.",
     "Compare with `jotgate --validate-only`, which lists the routes."},
    {"listener.not_found", 404, 12, kNotFound, "no listener serves this host",
     "No listener of the port has this hostname.", "Check the Host header and `hostname`."},
    {"listener.misdirected", 421, 12, kNotFound, "this connection was made for another host",
     "With TLS a connection is bound to the listener that the handshake named (SNI); the host of "
     "the request is another listener's.",
     "Ask on a connection of its own; the Host header must fit the server name."},
    {"listener.changed", 421, 12, kNotFound, "this connection must be made anew",
     "A reload changed what the listener asks of a client: TLS, or a certificate of other roots.",
     "Connect again."},
    {"h1.head_too_large", 431, 8, kInvalid, "the request's header is too large",
     "Past the limit of bytes.", "Send less, or raise `frontendPolicies.limits.headerBytes`.",
     Limit::head_bytes},
    {"h1.too_many_fields", 431, 8, kInvalid, "the request has too many header fields",
     "Past the limit of fields.", "Send fewer, or raise `frontendPolicies.http.http1MaxHeaders`.",
     Limit::head_fields},
    {"h1.target_too_long", 414, 3, kInvalid, "the request's target is too long", "Past the limit.",
     "Send less, or raise `frontendPolicies.limits.targetBytes`.", Limit::target_bytes},
    {"h1.unsupported_version", 505, 3, kInvalid, "this HTTP version is not supported",
     "HTTP/1.0 and 1.1 are.", "Use one of them."},
    {"h1.http2_preface", 505, 3, kInvalid, "HTTP/2 is not spoken here",
     "HTTP/2 on a connection that TLS settled for HTTP/1.1.", "Offer h2 by ALPN, or use HTTP/1.1."},
    {"h1.connect_refused", 405, 12, kInvalid, "CONNECT is not allowed",
     "The gateway is no forward proxy.", "Use another method."},
    {"h1.expectation", 417, 3, kInvalid, "this expectation cannot be met",
     "Only 100-continue is known.", "Drop the Expect header."},
    {"h1.*", 400, 3, kInvalid, "the request is malformed",
     "It breaks RFC 9112, or two readers could read it differently.",
     "The code names the rule, the log the place."},
    {"h2.head_too_large", 431, 8, kInvalid, "the request's header is too large",
     "Past the limit of bytes.",
     "Send less, or raise `frontendPolicies.limits.headerBytes` or `http.http2MaxHeaderSize`.",
     Limit::head_bytes},
    {"h2.too_many_fields", 431, 8, kInvalid, "the request has too many header fields",
     "Past the limit of fields.", "Send fewer, or raise `frontendPolicies.http.http1MaxHeaders`.",
     Limit::head_fields},
    {"h2.target_too_long", 414, 3, kInvalid, "the request's target is too long", "Past the limit.",
     "Send less, or raise `frontendPolicies.limits.targetBytes`.", Limit::target_bytes},
    {"h2.connect_refused", 405, 12, kInvalid, "CONNECT is not allowed",
     "The gateway is no forward proxy.", "Use another method."},
    {"h2.unknown_protocol", 501, 12, kInvalid, "this protocol is not known",
     "An extended CONNECT to something else than a WebSocket.", "Use `:protocol: websocket`."},
    {"h2.expectation", 417, 3, kInvalid, "this expectation cannot be met",
     "Only 100-continue is known.", "Drop the Expect header."},
    {"h2.*", 400, 3, kInvalid, "the request is malformed",
     "It breaks RFC 9113, or an HTTP/1.1 reader behind could read it differently.",
     "The code names the rule, the log the place."},
    {"http.incomplete_body", 400, 3, kInvalid, "the request's body is incomplete",
     "The client stopped before its end.", "Send what content-length promises."},
    {"http.client_gone", 499, 1, kInvalid, "the client is gone",
     "The connection was closed before the answer.", "Nothing: nobody reads this answer."},
    {"http.client_stalled", 499, 1, kInvalid, "the client takes nothing",
     "It did not read its answer for too long.",
     "Read faster, or raise `frontendPolicies.limits.writeTimeout`.", Limit::write_time},
    {"request.head_timeout", 408, 4, kTimeout, "the request took too long to arrive",
     "The head was not there in time.",
     "Send faster, or raise `frontendPolicies.limits.headerTimeout`.", Limit::head_time},
    {"request.timeout", 408, 4, kTimeout, "the request took too long to arrive",
     "The body stalled.", "Send faster, or raise `frontendPolicies.limits.bodyTimeout`.",
     Limit::body_time},
    {"request.body_too_large", 413, 8, kInvalid, "the request's body is too large",
     "Past the limit of bytes.", "Send less, or raise `frontendPolicies.limits.bodyBytes`.",
     Limit::body_bytes},
    {"uri.*", 400, 3, kInvalid, "the request's target is not acceptable",
     "Its meaning would depend on who decodes it (encoded slash, NUL, climbing dots), or the host "
     "is malformed.",
     "Send a canonical path and a plain host."},
    {"http.body_too_large", 413, 8, kInvalid, "the request's body is too large",
     "A body that must be read in full is past its limit.",
     "Send less, or raise `frontendPolicies.http.maxBufferSize`.", Limit::buffered_bytes},
    // backends
    {"backend.none", 500, 14, "NoHealthyBackend", "no valid backend",
     "The route has no backend of a weight above 0.", "Give the route a backend."},
    {"upstream.connect", 503, 14, kUpstream, "the upstream could not be reached",
     "Connecting failed.", "Is it running, is the address right?"},
    {"upstream.dns", 503, 14, kUpstream, "the upstream's name could not be resolved",
     "DNS gave no address.", "Check the name."},
    {"upstream.tls", 503, 14, kUpstream, "no secure connection to the upstream",
     "The TLS handshake or the certificate's check failed.", "The log tells which."},
    {"upstream.closed", 503, 14, kUpstream, "the upstream closed the connection",
     "It ended before a whole answer's head came.", "Look at the upstream's log."},
    {"upstream.malformed", 502, 14, kUpstream, "the upstream's answer is malformed",
     "It breaks RFC 9112 or RFC 9113.", "The log names the rule."},
    {"upstream.reset", 502, 14, kUpstream, "the upstream broke the answer off",
     "An HTTP/2 stream was reset.", "The log has the reason it gave; look at the upstream's log."},
    {"upstream.timeout", 504, 4, kTimeout, "the upstream took too long",
     "No answer's head within the limit, or it stopped taking the request.",
     "Raise the limit, or look at the upstream."},
    {"upstream.upgrade", 502, 14, kUpstream, "the upgrade failed",
     "The upstream did not switch protocols as asked.", "Look at the upstream's log."},
    {"upstream.busy", 503, 14, kUpstream, "too many calls to the upstream",
     "As many as may be are under way, and the line is full or the wait was too long; or an HTTP/2 "
     "upstream refused the stream.",
     "Raise `concurrency`, or add capacity."},
    {"rewrite.no_prefix", 500, 2, kInternal, "the route cannot rewrite this path",
     "`path.prefix` of a rewrite or redirect on a route that did not match by `pathPrefix`.",
     "Match by `pathPrefix`, or use `path.full`."},
    // timeout
    {"timeout.request", 504, 4, kTimeout, "the request took too long",
     "The answer was not complete within `requestTimeout`.",
     "Raise it, or look at what took the time.", Limit::request_time},
    {"timeout.backend", 504, 4, kTimeout, "the backend took too long",
     "No answer's head came within `backendRequestTimeout`.", "Raise it, or look at the backend.",
     Limit::backend_time},
    // llm
    {"llm.invalid_body", 400, 3, kInvalid, "the request body is not valid JSON",
     "A model request must be a JSON object.", "Send JSON."},
    {"llm.body_encoding", 415, 3, kInvalid,
     "the request body is in a content coding that is not read",
     "A model request must be read to find its model.", "Send it without Content-Encoding."},
    {"llm.invalid_request", 400, 3, kInvalid, "the request lacks what the operation needs",
     "The embedded provider found no usable input.", "Compare with OpenAI's reference."},
    {"llm.missing_model", 400, 3, kInvalid, "the request names no model",
     "`model` is absent or no string.", "Name a model."},
    {"llm.model_not_found", 404, 12, kNotFound, "no such model",
     "No configured model fits the name.", "`/v1/models` lists them."},
    {"llm.model_denied", 403, 7, kAuthorization, "Model authorization denied",
     "The model's rules say no.", "The log names the rule."},
    {"llm.model_not_allowed", 403, 7, kAuthorization, "Model is not allowed for this API key",
     "`allowedModels` of the caller's key names neither the model nor a pattern that fits.",
     "Ask another model, or add it to the key."},
    {"llm.unsupported", 404, 12, kNotFound, "this path is not served for this model",
     "The provider has no such operation.", "Use one of the documented paths."},
    {"internal", 500, 2, kInternal, "internal error", "A fault of the gateway.",
     "Please report it with the log line."},
});

}  // namespace

std::span<const Refusal> refusals() { return kRefusals; }

const Refusal& find_refusal(std::string_view code) {
  for (const Refusal& refusal : kRefusals)
    if (refusal.code == code) return refusal;
  for (const Refusal& refusal : kRefusals)
    if (refusal.code.ends_with('*') &&
        code.starts_with(refusal.code.substr(0, refusal.code.size() - 1)))
      return refusal;
  return kRefusals.back();
}

}  // namespace jg::exchange
