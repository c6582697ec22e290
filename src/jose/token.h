// jose/token.h - a token whose signature is not checked yet: parsed, its claims out of reach.
//
// Thread: immutable after parse(); any thread may read.
// Errors: jwt.too_large, jwt.encrypted, jwt.malformed, jwt.algorithm, jwt.critical_header.
// Limits: TokenLimits.
// Spec:   RFC 7515 sections 4 and 7.1; RFC 7519 section 7.2; RFC 8725 sections 3.1 and 3.11.
// Trust:  hostile. Keys or their addresses in the header (jwk, jku, x5u, x5c) are not looked at; a
//         certificate's digest (x5t) says at most which of the issuer's keys is tried first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "jose/algorithm.h"
#include "json/value.h"

namespace jg::jose {

// A JWT carries claims; a bare JWS carries any bytes, and a token parsed so never has claims.
enum class Payload : std::uint8_t { claims, any_bytes };

struct TokenLimits {
  std::size_t bytes = 16 * 1024;
  std::size_t depth = 32;  // of the JSON in header and payload
  Payload payload = Payload::claims;
};

class UntrustedToken {
 public:
  static Result<UntrustedToken> parse(std::string_view compact, const TokenLimits& limits = {});

  Algorithm algorithm() const { return algorithm_; }
  const std::optional<std::string>& kid() const { return kid_; }
  const std::optional<std::string>& typ() const { return typ_; }
  // Of the certificate of its key: x5t#S256, else x5t; empty when it names none.
  const std::string& certificate_digest() const { return certificate_digest_; }

  // A question, not a claim: which of these issuers, which stand in order, does the token say it is
  // from? The first's position. For choosing whose keys to try, nothing else.
  std::optional<std::size_t> find_issuer(std::span<const std::string_view> sorted) const;

 private:
  friend class Verifier;
  friend class DpopProof;  // whose key is in the header
  UntrustedToken() = default;
  Result<void> read_header(std::string_view part, const TokenLimits& limits);
  Result<void> read_payload(std::string_view part, const TokenLimits& limits);

  Algorithm algorithm_{};
  std::optional<std::string> kid_;
  std::optional<std::string> typ_;
  std::string certificate_digest_;
  std::string signed_bytes_;  // header.payload, as they came
  std::string signature_;
  std::shared_ptr<const json::Document> claims_;  // null for Payload::any_bytes
};

// A name out of a token or a key set for an operator's eyes: quoted, cut, and without bytes that
// could forge a log line.
std::string quote_safely(std::string_view name);

}  // namespace jg::jose
