#include "config/schema.h"

namespace jg::config {

std::string schema_text(const std::function<Schema(Definitions&)>& describe) {
  Definitions definitions;
  const Schema root = describe(definitions);
  Schema out;
  out.set_text("$schema", "https://json-schema.org/draft/2020-12/schema");
  out.set("allOf", json_list({root.text()}));
  out.set("$defs", definitions.all());
  return indented(out.text()) + "\n";
}

}  // namespace jg::config
