#include "jose/jwk_members.h"

#include <algorithm>
#include <vector>

#include "base/base64.h"
#include "jose/codes.h"

namespace jg::jose {

std::string quoted_member(std::string_view member) { return "\"" + std::string(member) + "\""; }

std::unexpected<Error> bad_key(const char* code, std::string why) {
  return fail(Blame::config, code, std::move(why));
}

Result<void> check_members_unique(json::Value object) {
  std::vector<std::string_view> names;
  names.reserve(object.size());
  object.for_each_member([&](std::string_view name, json::Value) { names.push_back(name); });
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) == names.end()) return {};
  return bad_key(codes::kKeyMalformed, "a member is named twice");
}

Result<std::optional<std::string_view>> optional_text(json::Value object, std::string_view member) {
  const auto value = object.find(member);
  if (!value) return std::optional<std::string_view>();
  if (const auto text = value->as_string()) return text;
  return bad_key(codes::kKeyMalformed, quoted_member(member) + " is not a string");
}

Result<std::string> required_bytes(json::Value object, std::string_view member) {
  const auto text = optional_text(object, member);
  if (!text) return std::unexpected(text.error());
  if (!*text) return bad_key(codes::kKeyMalformed, quoted_member(member) + " is missing");
  auto bytes = base64url_decode(**text);
  if (bytes && !bytes->empty()) return std::move(*bytes);
  return bad_key(codes::kKeyMalformed, quoted_member(member) + " is not base64url");
}

Result<std::string> sized_bytes(json::Value object, std::string_view member, std::size_t size) {
  auto bytes = required_bytes(object, member);
  if (!bytes || bytes->size() == size) return bytes;
  return bad_key(codes::kKeyMalformed,
                 quoted_member(member) + " does not have " + std::to_string(size) + " bytes");
}

Result<std::string> number_bytes(json::Value object, std::string_view member) {
  auto bytes = required_bytes(object, member);
  if (!bytes) return bytes;
  bytes->erase(0, std::min(bytes->find_first_not_of('\0'), bytes->size()));
  if (!bytes->empty()) return bytes;
  return bad_key(codes::kKeyMalformed, quoted_member(member) + " is zero");
}

Result<KeyKind> read_key_kind(json::Value object) {
  const auto kty = optional_text(object, "kty");
  if (!kty) return std::unexpected(kty.error());
  if (!*kty) return bad_key(codes::kKeyMalformed, "\"kty\" is missing");
  std::string_view curve;
  if (**kty == "EC" || **kty == "OKP") {
    const auto crv = optional_text(object, "crv");
    if (!crv) return std::unexpected(crv.error());
    if (!*crv) return bad_key(codes::kKeyMalformed, "\"crv\" is missing");
    curve = **crv;
  }
  if (const auto kind = find_key_kind(**kty, curve)) return *kind;
  return bad_key(codes::kKeyType, "\"kty\" or \"crv\" names no supported kind of key");
}

}  // namespace jg::jose
