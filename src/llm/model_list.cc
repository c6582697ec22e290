#include "llm/model_list.h"

#include "json/writer.h"

namespace jg::llm {
namespace {

void write_model(json::Writer& json, std::string_view id, const Model& model,
                 std::uint64_t created) {
  json.begin_object()
      .member("id", id)
      .member("object", "model")
      .member("created", created)
      .member("owned_by", model.provider->name())
      .end_object();
}

}  // namespace

std::string model_list_body(std::span<const Model* const> models, std::uint64_t created) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member("object", "list").key("data").begin_array();
  for (const Model* model : models) write_model(json, model->pattern, *model, created);
  json.end_array().end_object();
  return out;
}

std::string model_body(std::string_view id, const Model& model, std::uint64_t created) {
  std::string out;
  json::Writer json(out);
  write_model(json, id, model, created);
  return out;
}

}  // namespace jg::llm
