#include "llm/request.h"

namespace jg::llm {

Result<ModelRequest> parse_model_request(std::string_view body) {
  auto object = parse_object_text(body);
  if (!object) return std::unexpected(std::move(object.error()));
  ModelRequest out{std::move(*object), {}, false};
  const auto* model = out.object.find("model");
  auto name = model != nullptr ? parse_string_value(model->value.of(body)) : std::nullopt;
  if (!name || name->empty()) return fail(Blame::client, "llm.missing_model");
  out.model = std::move(*name);
  const auto* stream = out.object.find("stream");
  out.stream = stream != nullptr && stream->value.of(body) == "true";
  return out;
}

}  // namespace jg::llm
