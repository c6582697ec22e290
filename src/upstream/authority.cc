#include "upstream/authority.h"

namespace jg::upstream {

std::string authority_of(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + endpoint.host + "]" : endpoint.host;
  const std::uint16_t usual = endpoint.tls ? 443 : 80;
  return endpoint.port == usual ? host : host + ":" + std::to_string(endpoint.port);
}

}  // namespace jg::upstream
