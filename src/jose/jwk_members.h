// jose/jwk_members.h - reading the members of a JWK, strictly.
//
// Errors: jwks.key_malformed, naming the member and never its value.
// Trust:  the JWK may come from the network.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "jose/key_kind.h"
#include "json/value.h"

namespace jg::jose {

std::string quoted_member(std::string_view member);
std::unexpected<Error> bad_key(const char* code, std::string why);

Result<void> check_members_unique(json::Value object);  // RFC 7517 section 4
Result<std::optional<std::string_view>> optional_text(json::Value object, std::string_view member);
Result<std::string> required_bytes(json::Value object, std::string_view member);
// Exactly this many bytes, leading zeros included (RFC 7518 section 6.2.1.2, RFC 8037 section 2).
Result<std::string> sized_bytes(json::Value object, std::string_view member, std::size_t size);
// A number without its leading zeros: they are against RFC 7518 section 2, but seen in the wild and
// harmless.
Result<std::string> number_bytes(json::Value object, std::string_view member);

Result<KeyKind> read_key_kind(json::Value object);

}  // namespace jg::jose
