#include "mcp/openapi/source.h"

#include "config/node_json.h"
#include "config/schema.h"

namespace jg::mcp::openapi {
namespace {

using config::Faults;
using config::Node;
using config::TextSource;

struct Pointer {
  std::optional<TextSource> file;
};

config::Type<TextSource> pointer_type() {
  return config::object(config::Object<Pointer>("OpenapiFile", "A description in a file.")
                            .optional("file", &Pointer::file, config::file_path(),
                                      "Path, relative to the working directory; it is watched.")
                            .not_yet({"url"})
                            .exactly_one_of({"file"}))
      .then<TextSource>([](Pointer pointer, const Node&, Faults&) { return pointer.file; });
}

config::Type<TextSource> map_type() {
  config::Schema schema = config::Schema::of_type("object");
  schema.set("required", R"(["openapi"])").set_text("description", "A description as a map.");
  return config::custom<TextSource>(
      config::shape(config::Kind::map), "a description",
      // What JSON cannot say becomes a fault of its text.
      [](const Node& node, Faults&) {
        return std::optional(TextSource{
            TextSource::From::inline_text, config::json_of(node).value_or(""), {}, node.place()});
      },
      std::move(schema));
}

}  // namespace

config::Type<TextSource> source_type() {
  return config::one_of<TextSource>(
      {config::filled_text().then<TextSource>([](std::string text, const Node& node, Faults&) {
         return std::optional(
             TextSource{TextSource::From::inline_text, std::move(text), {}, node.place()});
       }),
       config::by_key("openapi", map_type(), pointer_type())});
}

std::optional<Loaded> load(const TextSource& source, const std::optional<std::string>& own_path,
                           const exchange::LoadContext& context, Faults& faults) {
  const config::FileReader files(context.working_directory, Document::kMostBytes);
  const bool is_file = source.from == TextSource::From::file;
  if (is_file) context.watched->add(files.resolve(source.value));
  const auto loaded = files.read(source, faults);
  if (!loaded) return std::nullopt;
  const Teller teller(source.place, faults);
  const auto document = Document::parse(loaded->text, is_file ? source.shown : "schema", teller);
  if (!document) return std::nullopt;
  auto base_path = base_path_of(*document, own_path, teller);
  auto service = Service::read(*document, teller);
  if (!service || !base_path) return std::nullopt;
  return Loaded{std::make_shared<const Service>(std::move(*service)), std::move(*base_path)};
}

}  // namespace jg::mcp::openapi
