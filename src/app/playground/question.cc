#include "app/playground/question.h"

#include "app/explain/question.h"

namespace jg::app::playground {
namespace {

constexpr std::size_t kDepth = 32;

std::unexpected<Error> wrong(std::string why) {
  return fail(Blame::client, "cel.question", std::move(why));
}

Result<void> read_member(std::string_view name, json::Value value, Question& out) {
  if (name == "expression") {
    const auto text = value.as_string();
    if (!text) return wrong("\"expression\" is not a string");
    out.expression = *text;
    return {};
  }
  if (name == "trace") {
    const auto wanted = value.as_bool();
    if (!wanted) return wrong("\"trace\" is not a bool");
    out.wants_trace = *wanted;
    return {};
  }
  if (name != "context") return explain::read_member(name, value, out.request);
  auto context = parse_context(value.dump());
  if (!context) return std::unexpected(std::move(context.error()));
  out.context = std::move(*context);
  return {};
}

}  // namespace

Result<json::Document> parse_context(std::string_view json) {
  auto document = json::Document::parse(json, {.depth = kDepth});
  if (!document || document->root().kind() != json::Kind::object)
    return wrong("the context is not a JSON object of variables");
  return std::move(*document);
}

Result<Question> parse_question(std::string_view json, SystemTime now) {
  const auto document = json::Document::parse(json, {.depth = kDepth});
  if (!document || document->root().kind() != json::Kind::object)
    return wrong("the question is not a JSON object");
  Question out;
  out.request.now = now;
  Result<void> read;
  document->root().for_each_member([&](std::string_view name, json::Value value) {
    if (read) read = read_member(name, value, out);
  });
  if (!read) return std::unexpected(std::move(read.error()));
  if (out.expression.empty()) return wrong("\"expression\" is missing");
  return out;
}

}  // namespace jg::app::playground
