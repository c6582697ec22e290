// exchange/refusal.h - the one list of codes a client can meet: status, gRPC status, log reason,
// public sentence.
//
// Trust: only what stands in this list reaches a client; an Error's detail never does.
// Spec:  RFC 9110 section 15 for the statuses; spec of `reason`: agentgateway's labels.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/error.h"
#include "telemetry/limit.h"

namespace jg::exchange {

struct Refusal {
  std::string_view code;
  int status;
  int grpc_status;
  const char* reason;                          // label in log and metric, "JwtAuth"
  std::string_view says;                       // one sentence for the client
  std::string_view cause;                      // for docs/reference/errors.md: what it means
  std::string_view cure;                       // and what to do about it
  std::optional<telemetry::Limit> limit = {};  // that was hit
};

std::span<const Refusal> refusals();

inline bool is_about_token(const Refusal& refusal) {
  return std::string_view(refusal.reason) == "JwtAuth";
}

// A code that is not listed counts as `internal`.
const Refusal& find_refusal(std::string_view code);

}  // namespace jg::exchange
