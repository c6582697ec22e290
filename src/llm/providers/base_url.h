// llm/providers/base_url.h - where a provider is: host, port, whether by TLS, and the path in front
// of its operations.
//
// Errors: llm.base_url.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "upstream/client.h"

namespace jg::llm {

struct BaseUrl {
  upstream::Endpoint endpoint;
  std::string authority;  // for the Host field: without the scheme's own port
  std::string prefix;     // "" or "/v1": never ends with a slash
};

// http or https; no user information, query or fragment.
Result<BaseUrl> parse_base_url(std::string_view text);

// "host:port", plain HTTP and no prefix.
Result<BaseUrl> parse_host_override(std::string_view text);

}  // namespace jg::llm
