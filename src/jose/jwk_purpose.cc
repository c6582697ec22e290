#include "jose/jwk_purpose.h"

#include <string>

#include "jose/codes.h"
#include "jose/jwk_members.h"

namespace jg::jose {
namespace {

// A value that is neither "sig" nor "enc" is one we do not understand, so the key is not ours to
// use.
Result<void> check_use(json::Value jwk) {
  const auto use = optional_text(jwk, "use");
  if (!use) return std::unexpected(use.error());
  if (!*use || **use == "sig") return {};
  return bad_key(codes::kKeyUse, "\"use\" is not \"sig\"");
}

Result<void> check_operations(json::Value jwk, std::string_view wanted) {
  const auto operations = jwk.find("key_ops");
  if (!operations) return {};
  if (operations->kind() != json::Kind::array)
    return bad_key(codes::kKeyMalformed, "\"key_ops\" is not an array");
  bool allowed = false;
  bool texts = true;
  operations->for_each_element([&](json::Value operation) {
    const auto text = operation.as_string();
    texts = texts && text.has_value();
    allowed = allowed || text == wanted;
  });
  if (!texts)
    return bad_key(codes::kKeyMalformed, "\"key_ops\" holds something that is not a string");
  if (!allowed)
    return bad_key(codes::kKeyUse, "\"key_ops\" has no \"" + std::string(wanted) + "\"");
  return {};
}

}  // namespace

Result<void> check_purpose(json::Value jwk, std::string_view operation) {
  if (auto use = check_use(jwk); !use) return use;
  return check_operations(jwk, operation);
}

Result<AlgorithmSet> read_algorithms(json::Value jwk, KeyKind kind) {
  const auto alg = optional_text(jwk, "alg");
  if (!alg) return std::unexpected(alg.error());
  if (!*alg) return facts(kind).algorithms;
  const auto named = find_algorithm(**alg);
  if (!named)
    return bad_key(codes::kKeyAlgorithm, "\"alg\" names no supported signature algorithm");
  const AlgorithmSet pinned = pinned_by_name(kind, *named);
  if (pinned.empty()) return bad_key(codes::kKeyAlgorithm, "\"alg\" does not fit this kind of key");
  return pinned;
}

}  // namespace jg::jose
