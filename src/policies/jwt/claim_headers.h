// policies/jwt/claim_headers.h - header fields that tell the backend of the caller's claims.
//
// Owner:  the policy; the fields' names look into it. Thread: immutable.
// Errors: jwt.malformed_claim for a claim that no field can hold; at load, told to a Faults.
// Limits: kLongest.
// Spec:   RFC 9110 section 5.5 for what a value may be. Ours: agentgateway writes such fields by
//         transformations.
// Trust:  the client's own fields of these names go, whatever becomes of its token; `-` and `_`
//         are one, since servers that make variables of fields cannot tell them apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "config/type.h"
#include "http/fields.h"
#include "json/value.h"

namespace jg::policies::jwt {

struct ClaimHeader {
  std::string header;                    // lower case
  std::vector<std::string> claim;        // the path to it
  std::optional<std::string> separator;  // between a list's elements; absent: a list is JSON
};

class ClaimHeaders {
 public:
  static constexpr std::size_t kLongest = 8 * 1024;

  ClaimHeaders() = default;
  explicit ClaimHeaders(std::vector<ClaimHeader> headers) : headers_(std::move(headers)) {}

  // What the client sent.
  void strip(http::Fields& fields) const;
  // What the backend is to read; a claim that is absent or null leaves no field.
  Result<std::vector<http::Field>> make(json::Value claims, Arena& arena) const;
  bool empty() const { return headers_.empty(); }
  std::string describe() const;  // "x-user, x-groups"

 private:
  std::vector<ClaimHeader> headers_;
};

config::Type<ClaimHeaders> claim_headers_type();

}  // namespace jg::policies::jwt
