#include "policies/jwt/key_source.h"

#include <utility>

#include "config/schema.h"
#include "json/text.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Kind;
using config::Node;
using config::TextSource;

void append_json(std::string& out, const Node& node);

void append_children(std::string& out, const Node& node) {
  bool is_first = true;
  for (const Node child : node.children()) {
    if (!std::exchange(is_first, false)) out += ',';
    if (node.is_map()) {
      json::append_quoted(out, child.key());
      out += ':';
    }
    append_json(out, child);
  }
}

// The JSON that a piece of YAML stands for, so that both spellings of a key set take one way.
void append_json(std::string& out, const Node& node) {
  switch (node.kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += *node.as_bool() ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(*node.as_int()); return;
    case Kind::number: json::append_number(out, *node.as_double()); return;
    case Kind::string: json::append_quoted(out, *node.as_string()); return;
    case Kind::list:
      out += '[';
      append_children(out, node);
      out += ']';
      return;
    case Kind::map:
      out += '{';
      append_children(out, node);
      out += '}';
      return;
  }
}

config::Type<TextSource> key_map_type() {
  config::Schema schema = config::Schema::of_type("object");
  schema.set("required", R"(["keys"])").set_text("description", "A JSON Web Key Set as a map.");
  return config::custom<TextSource>(
      config::shape(Kind::map), "a key set",
      [](const Node& node, Faults&) {
        TextSource out{TextSource::From::inline_text, {}, {}, node.place()};
        append_json(out.value, node);
        return std::optional(std::move(out));
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

std::shared_ptr<const jose::KeySet> load_keys(const TextSource& source,
                                              jose::SymmetricKeys symmetric,
                                              const exchange::LoadContext& context,
                                              Faults& faults) {
  const config::FileReader files(context.working_directory);
  if (source.from == TextSource::From::file) context.watched->add(files.resolve(source.value));
  const auto loaded = files.read(source, faults);
  if (!loaded) return nullptr;
  jose::KeySetRules rules;
  rules.symmetric = symmetric;
  auto keys = jose::KeySet::parse(loaded->text, rules);
  if (!keys) {
    faults.add(source.place, keys.error().detail + " (" + keys.error().code + ")");
    return nullptr;
  }
  for (const jose::LostKey& lost : (*keys)->lost()) warn_of_lost(lost, source.place, faults);
  if ((*keys)->keys().empty())
    faults.warn(source.place, "holds no usable key: every token will be refused");
  return std::move(*keys);
}

}  // namespace jg::policies::jwt
