#include "policies/jwt/key_source.h"

#include <cstdint>
#include <utility>

#include "base/digest.h"
#include "config/node_json.h"
#include "config/schema.h"
#include "keys/store.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Kind;
using config::Node;
using config::TextSource;

config::Type<TextSource> key_map_type() {
  config::Schema schema = config::Schema::of_type("object");
  schema.set("required", R"(["keys"])").set_text("description", "A JSON Web Key Set as a map.");
  return config::custom<TextSource>(
      config::shape(Kind::map), "a key set",
      // Both spellings of a key set take one way; what JSON cannot say becomes a fault of its text.
      [](const Node& node, Faults&) {
        return std::optional(TextSource{
            TextSource::From::inline_text, config::json_of(node).value_or(""), {}, node.place()});
      },
      std::move(schema));
}

void warn_of_lost(const jose::LostKey& lost, const config::Place& place, Faults& faults) {
  const std::string id = lost.kid ? " (kid " + config::quoted(*lost.kid) + ")" : "";
  faults.warn(place, "key " + std::to_string(lost.index) + id + " is not used: " + lost.reason +
                         " (" + lost.code + ")");
}

// A digest, since symmetric keys are secrets.
std::string name_of(const KeyOwner& owner, std::string_view keys) {
  const bool is_symmetric = owner.symmetric == jose::SymmetricKeys::allow;
  return std::string(text_of(sha256(keys))) + (is_symmetric ? "s" : "-") + owner.issuer;
}

std::shared_ptr<const IssuerKeys> read_keys(const TextSource& source, const KeyOwner& owner,
                                            const exchange::LoadContext& context, Faults& faults) {
  const config::FileReader files(context.working_directory);
  if (source.from == TextSource::From::file) context.watched->add(files.resolve(source.value));
  const auto loaded = files.read(source, faults);
  if (!loaded) return nullptr;
  const auto trusted = context.states->keep<IssuerKeys>(
      name_of(owner, loaded->text), [&]() -> std::shared_ptr<const IssuerKeys> {
        auto keys = jose::KeySet::parse(loaded->text, {.symmetric = owner.symmetric});
        if (keys)
          return std::make_shared<const IssuerKeys>(
              std::make_shared<const TrustedKeys>(std::move(*keys), context.workers));
        faults.add(source.place, keys.error().detail + " (" + keys.error().code + ")");
        return nullptr;
      });
  if (!trusted) return nullptr;
  const jose::KeySet& set = trusted->set();
  for (const jose::LostKey& lost : set.lost()) warn_of_lost(lost, source.place, faults);
  if (set.keys().empty())
    faults.warn(source.place, "holds no usable key: every token will be refused");
  return trusted;
}

std::shared_ptr<const IssuerKeys> fetch_keys(const KeyPlace& place, const KeyOwner& owner,
                                             const exchange::LoadContext& context, Faults& faults) {
  if (owner.symmetric == jose::SymmetricKeys::allow) {
    faults.add(place.place, "shared secrets (allowSymmetricKeys) are not fetched by URL");
    return nullptr;
  }
  // Whoever runs the gateway has put it there.
  const auto store = context.states->keep<keys::Store>({}, [] { return nullptr; });
  if (!store) {
    faults.add(place.place, "keys are not fetched here");
    return nullptr;
  }
  auto settings = make_remote(place, owner.issuer, context, faults);
  if (!settings) return nullptr;
  const auto remote = store->get(std::move(*settings), context.workers);
  // As long as they are kept, nothing else has their address.
  const auto address = std::to_string(reinterpret_cast<std::uintptr_t>(remote.get()));
  return context.states->keep<IssuerKeys>(address + " " + owner.issuer, [&] {
    return std::make_shared<const IssuerKeys>(remote, context.workers);
  });
}

}  // namespace

config::Type<KeySource> key_source_type() {
  const auto text = config::file_or_inline().as<KeySource>();
  const auto place = key_place_type().then<KeySource>([](KeyPlace found, const Node&, Faults&) {
    return std::optional(found.file ? KeySource(*found.file) : KeySource(std::move(found)));
  });
  const auto keys = key_map_type().as<KeySource>();
  auto decode = [text, place, keys](const Node& node, Faults& faults) {
    if (!node.is_map()) return text.decode(node, faults);
    return node.find("keys") ? keys.decode(node, faults) : place.decode(node, faults);
  };
  auto schema = [text, place, keys](config::Definitions& definitions) {
    return config::Schema::any_of({config::filled_text().schema(definitions),
                                   place.schema(definitions), keys.schema(definitions)});
  };
  return config::Type<KeySource>({text.shapes(),
                                  "a key set as JSON text, {file: path} or {url: address}",
                                  std::move(decode), std::move(schema)});
}

std::shared_ptr<const IssuerKeys> load_keys(const KeySource& source, const KeyOwner& owner,
                                            const exchange::LoadContext& context, Faults& faults) {
  if (const auto* place = std::get_if<KeyPlace>(&source))
    return fetch_keys(*place, owner, context, faults);
  return read_keys(std::get<TextSource>(source), owner, context, faults);
}

}  // namespace jg::policies::jwt
