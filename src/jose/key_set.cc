#include "jose/key_set.h"

#include <algorithm>
#include <utility>

#include "jose/codes.h"
#include "jose/jwk_members.h"
#include "json/value.h"

namespace jg::jose {
namespace {

constexpr std::size_t kDepth = 16;

std::optional<std::string> kid_of(json::Value jwk) {
  const auto kid = jwk.find("kid");
  const auto text = kid ? kid->as_string() : std::nullopt;
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

bool has_all(std::span<const Jwk> keys, std::span<const Jwk> wanted) {
  return std::ranges::all_of(wanted, [&](const Jwk& one) {
    return std::ranges::any_of(keys, [&](const Jwk& key) { return key.is_same(one); });
  });
}

Result<json::Document> parse_text(std::string_view text, const KeySetRules& rules) {
  if (text.size() > rules.bytes)
    return fail(Blame::config, codes::kSetTooLarge,
                "the key set has more than " + std::to_string(rules.bytes) + " bytes");
  // A member named twice inside one key costs that key only, so each is checked by itself.
  auto document = json::Document::parse(
      text, {.bytes = rules.bytes, .depth = kDepth, .duplicates = json::Duplicates::allow});
  if (!document) return fail(Blame::config, codes::kSetMalformed, "the key set is not JSON");
  return document;
}

}  // namespace

Result<std::shared_ptr<const KeySet>> KeySet::parse(std::string_view text,
                                                    const KeySetRules& rules) {
  const auto document = parse_text(text, rules);
  if (!document) return std::unexpected(document.error());
  const json::Value root = document->root();
  const auto keys = root.find("keys");
  if (root.kind() != json::Kind::object || !check_members_unique(root) || !keys ||
      keys->kind() != json::Kind::array)
    return fail(Blame::config, codes::kSetMalformed,
                "the key set is not an object with one array \"keys\"");
  if (keys->size() > rules.keys)
    return fail(Blame::config, codes::kSetTooManyKeys,
                "the key set has more than " + std::to_string(rules.keys) + " keys");

  auto out = std::make_shared<KeySet>();
  std::size_t index = 0;
  keys->for_each_element([&](json::Value value) {
    auto key = Jwk::parse(value, rules.symmetric);
    if (key)
      out->keys_.push_back(std::move(*key));
    else
      out->lost_.push_back({index, kid_of(value), key.error().code, std::move(key.error().detail)});
    ++index;
  });
  out->index_by_kid();
  return out;
}

void KeySet::index_by_kid() {
  for (std::uint32_t i = 0; i < keys_.size(); ++i)
    if (keys_[i].kid()) by_kid_.push_back(i);
  // Keys of one id keep the document's order.
  std::ranges::sort(by_kid_, {}, [this](std::uint32_t i) { return std::pair(kid_at(i), i); });
}

bool KeySet::has_same_keys(const KeySet& other) const {
  return has_all(keys_, other.keys_) && has_all(other.keys_, keys_);
}

std::string_view KeySet::kid_at(std::uint32_t key) const { return *keys_[key].kid(); }

std::span<const std::uint32_t> KeySet::find_kid(std::string_view kid) const {
  const auto found =
      std::ranges::equal_range(by_kid_, kid, {}, [this](std::uint32_t i) { return kid_at(i); });
  return {found.begin(), found.end()};
}

}  // namespace jg::jose
