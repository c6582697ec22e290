// exchange/gateway_field.h - which fields no configuration writes.
#pragma once

#include <string_view>

namespace jg::exchange {

// Delimits a message or concerns one connection, so the gateway writes it itself (RFC 9110 section
// 7.6.1, RFC 9112 section 6). `lower` is in lower case.
bool is_gateway_field(std::string_view lower);

}  // namespace jg::exchange
