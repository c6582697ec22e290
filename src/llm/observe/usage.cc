#include "llm/observe/usage.h"

#include <array>
#include <optional>
#include <string_view>

namespace jg::llm {
namespace {

std::optional<json::Value> find_in(std::optional<json::Value> value, std::string_view member) {
  return value ? value->find(member) : std::nullopt;
}

void read_count(std::optional<json::Value> value, std::optional<std::uint64_t>& into) {
  if (const auto count = value ? value->as_uint() : std::nullopt) into = count;
}

bool says_something(json::Value value) {
  if (const auto text = value.as_string()) return !text->empty();
  return value.size() > 0;
}

}  // namespace

void read_usage(json::Value answer, telemetry::LlmRecord& record) {
  const auto model = answer.find("model");
  const auto name = model ? model->as_string() : std::nullopt;
  if (name && !name->empty()) record.response_model = *name;

  const auto usage = answer.find("usage");
  if (!usage) return;
  // Chat and embeddings say prompt and completion, responses say input and output.
  read_count(usage->find("prompt_tokens"), record.input_tokens);
  read_count(usage->find("input_tokens"), record.input_tokens);
  read_count(usage->find("completion_tokens"), record.output_tokens);
  read_count(usage->find("output_tokens"), record.output_tokens);
  read_count(usage->find("total_tokens"), record.total_tokens);
  for (const std::string_view details : {"prompt_tokens_details", "input_tokens_details"})
    read_count(find_in(usage->find(details), "cached_tokens"), record.cached_input_tokens);
  for (const std::string_view details : {"completion_tokens_details", "output_tokens_details"})
    read_count(find_in(usage->find(details), "reasoning_tokens"), record.reasoning_tokens);
}

bool carries_token(json::Value event) {
  const auto type = event.find("type");  // responses name their events
  if (const auto name = type ? type->as_string() : std::nullopt) return name->ends_with(".delta");
  const auto choices = event.find("choices");
  const auto delta = find_in(choices ? choices->at(0) : std::nullopt, "delta");
  constexpr std::array<std::string_view, 5> kParts = {"content", "tool_calls", "reasoning_content",
                                                      "reasoning", "refusal"};
  for (const std::string_view part : kParts) {
    const auto value = find_in(delta, part);
    if (value && says_something(*value)) return true;
  }
  return false;
}

}  // namespace jg::llm
