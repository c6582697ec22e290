// policies/cors/origin.h - the origin of a web page, and patterns for origins.
//
// Thread: immutable.
// Spec:   RFC 6454 section 6.2 for the form; agentgateway's patterns: scheme and port must be the
//         same, `*` in the host stands for any characters.
// Trust:  an Origin field is what a browser says of a page; anything else may say what it likes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jg::policies::cors {

struct Origin {
  enum class Scheme : std::uint8_t { http, https } scheme = Scheme::http;
  std::string_view host;  // as written; of any letter case
  std::uint16_t port = 80;
};

// Empty for `null` and for all that is no http or https origin.
std::optional<Origin> parse_origin(std::string_view text);

class OriginPattern {
 public:
  // Empty when no origin could ever fit it.
  static std::optional<OriginPattern> parse(std::string_view text);
  bool fits(const Origin& origin) const;

 private:
  Origin::Scheme scheme_ = Origin::Scheme::http;
  std::string host_;  // lower case
  std::uint16_t port_ = 80;
};

}  // namespace jg::policies::cors
