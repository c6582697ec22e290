#include "policies/api_key/config.h"

#include <algorithm>

#include "base/ascii.h"
#include "config/node_json.h"
#include "config/schema.h"

namespace jg::policies::api_key {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using Texts = std::vector<std::string>;

struct KeyMap {
  std::optional<Secret> key;
  std::optional<Sha256> hash;
  std::optional<std::string> metadata_json;
  std::optional<Texts> allowed_models;
};

// `sha256:` and 64 hexadecimal digits.
std::optional<Sha256> parse_hash(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256:";
  Sha256 out;
  if (!text.starts_with(kPrefix) || text.size() != kPrefix.size() + 2 * out.size())
    return std::nullopt;
  text.remove_prefix(kPrefix.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = ascii::hex_value(text[2 * i]);
    const int low = ascii::hex_value(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i] = static_cast<char>(high * 16 + low);
  }
  return out;
}

config::Type<Sha256> hash_type() {
  return config::filled_text().then<Sha256>(
      [](const std::string& text, const Node& node, Faults& faults) {
        auto hash = parse_hash(text);
        if (!hash) faults.add(node, "expected sha256: and 64 hexadecimal digits");
        return hash;
      });
}

config::Type<std::string> json_type() {
  return config::any().then<std::string>([](const Node&, const Node& node, Faults& faults) {
    auto json = config::json_of(node);
    if (!json) faults.add(node, "JSON has no such number");
    return json;
  });
}

config::Type<std::string> model_type() {
  return config::filled_text().then<std::string>(
      [](std::string text, const Node& node, Faults& faults) -> std::optional<std::string> {
        const std::size_t stars = static_cast<std::size_t>(std::ranges::count(text, '*'));
        if (stars == 0 || (stars == 1 && (text.front() == '*' || text.back() == '*'))) return text;
        faults.add(node, "found " + node.shown() +
                             "; expected at most one `*`, alone, in front or at the end");
        return std::nullopt;
      });
}

std::optional<KeyEntry> make_entry(KeyMap map, const Node& node, Faults& faults) {
  KeyEntry out;
  out.digest = map.key ? sha256(map.key->reveal()) : *map.hash;
  out.allowed_models = std::move(map.allowed_models);
  if (!map.metadata_json) return out;
  auto metadata = json::Document::parse(*map.metadata_json);
  if (!metadata) {
    faults.add(*node.find("metadata"), "cannot be read as JSON");
    return std::nullopt;
  }
  out.metadata = std::move(*metadata);
  return out;
}

config::Type<KeyEntry> entry_type() {
  return config::object(
             Object<KeyMap>("ApiKey", "A key that is accepted.")
                 .optional("key", &KeyMap::key, config::secret_text(), "The key itself.")
                 .optional("keyHash", &KeyMap::hash, hash_type(),
                           "Its SHA-256, as sha256: and 64 hexadecimal digits.")
                 .optional("metadata", &KeyMap::metadata_json, json_type(),
                           "What rules may read of it: the members of apiKey.")
                 .optional("allowedModels", &KeyMap::allowed_models, config::list_of(model_type()),
                           "Models it may ask: names, prefix*, *suffix or *. All without it; an "
                           "empty list is none.")
                 .never_empty({"key", "keyHash", "allowedModels"})
                 .exactly_one_of({"key", "keyHash"}))
      .then<KeyEntry>(make_entry);
}

}  // namespace

config::Type<Settings> settings_type(const exchange::LoadContext& context) {
  return config::object(
      Object<Settings>("ApiKeys", "Checks the caller's API key.")
          .required("keys", &Settings::keys, config::list_of(entry_type()),
                    "The keys; none refuses every key.")
          .optional("mode", &Settings::mode, exchange::credential_mode_type(),
                    "strict: a good key must be there. optional: a key that is there must be good. "
                    "permissive: nothing is refused.")
          .optional("location", &Settings::location, exchange::location_type(context),
                    "Where the key sits; the header Authorization with the prefix Bearer when left "
                    "out.")
          .never_empty({"mode", "location"}));
}

}  // namespace jg::policies::api_key
