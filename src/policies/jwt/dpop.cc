#include "policies/jwt/dpop.h"

#include <algorithm>
#include <cmath>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/digest.h"
#include "jose/codes.h"
#include "jose/dpop_proof.h"

namespace jg::policies::jwt {
namespace {

using exchange::Exchange;
using jose::DpopProof;

constexpr std::string_view kField = "dpop";
// Of a client's clock. Proofs for later would outlive those of now in the memory of them.
constexpr std::chrono::seconds kMostAhead{5};

std::unexpected<Error> bad_proof(const char* why) {
  return fail(Blame::client, jose::codes::kDpopProof, why);
}
std::unexpected<Error> not_bound(const char* why) {
  return fail(Blame::client, jose::codes::kDpopBinding, why);
}

// RFC 3986 section 6.2.3: no path is the path "/".
std::optional<std::string> canonical(std::string_view path, Arena& arena) {
  const auto out = http::canonical_path(path.empty() ? "/" : path, arena);
  return out ? std::optional<std::string>(*out) : std::nullopt;
}

bool is_same_origin(const http::Url& a, const http::Url& b) {
  return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

// The request's own, as the client asked for it.
std::optional<http::Url> origin_of(const http::RequestHead& request) {
  const auto url =
      http::parse_url(std::string(request.scheme) + "://" + std::string(request.authority));
  return url ? std::optional(*url) : std::nullopt;
}

// RFC 9449 section 4.3: without query and fragment, behind the normalisations of RFC 3986 section 6.2.
bool is_for(std::string_view proof_url, const Dpop& settings, const Exchange& exchange) {
  const auto asked = http::parse_url(proof_url.substr(0, proof_url.find_first_of("?#")));
  if (!asked) return false;
  Arena arena;
  const auto path = canonical(asked->path, arena);
  if (!path || *path != exchange.request.path) return false;
  if (!settings.origins.empty())
    return std::ranges::any_of(
        settings.origins, [&](const http::Url& origin) { return is_same_origin(*asked, origin); });
  const auto own = origin_of(exchange.request);
  return own && is_same_origin(*asked, *own);
}

std::int64_t seconds(SystemTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

Result<void> check_time(const DpopProof& proof, const Dpop& settings, const Exchange& exchange) {
  const double ahead = proof.issued() - static_cast<double>(seconds(exchange.worker.clock.now()));
  const auto most_ahead = std::min(settings.window, kMostAhead);
  if (ahead <= static_cast<double>(most_ahead.count()) &&
      -ahead <= static_cast<double>(settings.window.count()))
    return {};
  return bad_proof("the DPoP proof: its iat is too far from now");
}

// An explanation uses nothing up.
Result<void> check_new(const DpopProof& proof, const Dpop& settings, const Exchange& exchange) {
  if (exchange.worker.trace != nullptr) return {};
  const auto issued = static_cast<std::int64_t>(std::floor(proof.issued()));
  const auto seen = settings.replays->add({proof.thumbprint(), proof.id(), issued},
                                          seconds(exchange.worker.clock.now()));
  switch (seen) {
    case ReplayMemory::Seen::fresh: return {};
    case ReplayMemory::Seen::too_old:
      return bad_proof("the DPoP proof: its iat is too far back for what is remembered");
    case ReplayMemory::Seen::too_many:
      return bad_proof("the DPoP proof: there were too many of this key within the window");
    case ReplayMemory::Seen::replayed: break;
  }
  return fail(Blame::client, jose::codes::kDpopReplay, "the DPoP proof was used before");
}

Result<void> check_proof(const Dpop& settings, std::string_view key, std::string_view token,
                         const Exchange& exchange) {
  const http::Fields& fields = exchange.request.fields;
  if (fields.count(kField) > 1) return bad_proof("more than one DPoP proof was sent");
  const auto text = fields.find(kField);
  if (!text) return bad_proof("no DPoP proof was sent");
  const auto proof = DpopProof::verify(*text, settings.algorithms);
  if (!proof) return std::unexpected(proof.error());
  if (proof->method() != exchange.request.method)
    return bad_proof("the DPoP proof: its htm is another method");
  if (!is_for(proof->url(), settings, exchange))
    return bad_proof("the DPoP proof: its htu is another URL");
  if (proof->token_hash() != base64url_encode(text_of(sha256(token))))
    return bad_proof("the DPoP proof: its ath is not of this token");
  if (proof->thumbprint() != key) return not_bound("the token is bound to another key");
  if (auto good = check_time(*proof, settings, exchange); !good) return good;
  return check_new(*proof, settings, exchange);
}

// Whether it is in the field Authorization behind this word.
bool stands_behind(std::string_view scheme, std::string_view token, const Exchange& exchange) {
  const auto value = exchange.request.fields.find("authorization");
  return value && ascii::istarts_with(*value, scheme) && value->substr(scheme.size()) == token;
}

}  // namespace

Result<bool> check_dpop(const Dpop& settings, const Confirmation& confirmation,
                        std::string_view token, const Exchange& exchange) {
  if (settings.mode == Binding::off) return false;
  if (!confirmation.proof_key) {
    if (settings.mode == Binding::required || stands_behind("DPoP ", token, exchange))
      return not_bound("the token is bound to no DPoP key");
    return false;
  }
  // RFC 9449 section 7.2: who stole the token would send it so.
  if (stands_behind("Bearer ", token, exchange))
    return not_bound("the token is bound to a DPoP key, and was sent as a bearer token");
  if (auto good = check_proof(settings, *confirmation.proof_key, token, exchange); !good)
    return std::unexpected(std::move(good.error()));
  return true;
}

}  // namespace jg::policies::jwt
