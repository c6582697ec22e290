#include "policies/jwt/key_source.h"

#include <utility>

#include "base/digest.h"
#include "config/node_json.h"
#include "config/schema.h"

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

std::optional<TextSource> refuse_url(TextSource source, const Node& node, Faults& faults) {
  if (source.from != TextSource::From::url) return source;
  faults.add(*node.find("url"),
             "key sets from a URL are not supported yet; use file or inline text");
  return std::nullopt;
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

}  // namespace

config::Type<TextSource> key_source_type() {
  const auto source = config::file_inline_or_url().then<TextSource>(refuse_url);
  const auto keys = key_map_type();
  auto decode = [source, keys](const Node& node, Faults& faults) {
    const bool is_key_map = node.is_map() && node.find("keys");
    return is_key_map ? keys.decode(node, faults) : source.decode(node, faults);
  };
  auto schema = [source, keys](config::Definitions& definitions) {
    return config::Schema::any_of({source.schema(definitions), keys.schema(definitions)});
  };
  return config::Type<TextSource>({source.shapes(), "a key set as JSON text, or {file: path}",
                                   std::move(decode), std::move(schema)});
}

std::shared_ptr<const IssuerKeys> load_keys(const TextSource& source, const KeyOwner& owner,
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

}  // namespace jg::policies::jwt
