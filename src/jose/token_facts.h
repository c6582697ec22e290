// jose/token_facts.h - what checks ask of a verified token, read once: of who asks and when nothing
// is in here.
//
// Owner:  looks into the token's claims, and lives no longer than they do.
// Thread: immutable.
// Spec:   RFC 7519 section 4.1; RFC 7515 section 4.1.9 (typ); RFC 7800 section 3.1 (cnf).
// Trust:  the signer is known, the claims may still be odd: any type, any number.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jose/algorithm.h"
#include "json/value.h"

namespace jg::jose {

// A media type as the header spells it, for comparison: lower case, without `application/`.
std::string plain_type(std::string_view typ);

struct TokenHeader {
  Algorithm algorithm{};
  std::optional<std::string> type = {};  // plain_type
  std::optional<std::string> kid = {};   // of the key that made the signature, if it has one
};

struct TokenFacts {
  TokenFacts() = default;
  TokenFacts(TokenHeader of_header, json::Value of_claims);

  // A claim of that name that is not null.
  bool has(std::string_view claim) const;

  TokenHeader header;
  json::Value claims;
  std::string_view malformed;  // the first registered claim of a wrong type; empty when none is
  std::optional<json::Value> issuer;
  std::optional<json::Value> audience;
  // Seconds since 1970; absent when not there or malformed.
  std::optional<double> expires;
  std::optional<double> begins;
  std::optional<double> issued;
  std::optional<json::Value> confirmation;  // cnf: to what key its use is bound
};

}  // namespace jg::jose
