// exchange/field_name.h - whether a text can be a field's name or value, and who writes the field.
//
// Spec: RFC 9110 sections 5.1, 5.5 and 5.6.2.
#pragma once

#include <string_view>

namespace jg::exchange {

bool is_field_name(std::string_view name);  // a token
bool is_field_value(std::string_view value);

// Delimits a message or concerns one connection, so the gateway writes it itself (RFC 9110 section
// 7.6.1, RFC 9112 section 6). `lower` is in lower case.
bool is_gateway_field(std::string_view lower);

}  // namespace jg::exchange
