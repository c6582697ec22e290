#include "llm/operation.h"

#include <array>

namespace jg::llm {
namespace {

constexpr std::array kCalls = {Operation::chat, Operation::responses, Operation::embeddings};
constexpr std::string_view kVersion = "/v1";

bool names(std::string_view path, Operation operation) {
  const std::string_view name = path_of(operation);
  if (!path.ends_with(name)) return false;
  path.remove_suffix(name.size());
  return path.empty() || path.ends_with(kVersion);
}

// The id in `/v1/models/{id}` or `/models/{id}`; an id may hold slashes, so no prefix is looked
// for.
std::optional<std::string_view> find_model_id(std::string_view path) {
  if (path.starts_with(kVersion)) path.remove_prefix(kVersion.size());
  const std::string_view list = path_of(Operation::models);
  if (!path.starts_with(list)) return std::nullopt;
  path.remove_prefix(list.size());
  if (path.size() < 2 || path.front() != '/') return std::nullopt;
  return path.substr(1);
}

}  // namespace

std::optional<OperationMatch> find_operation(std::string_view path) {
  if (const auto id = find_model_id(path)) return OperationMatch{Operation::models, *id};
  for (const Operation operation : kCalls)
    if (names(path, operation)) return OperationMatch{operation, {}};
  if (names(path, Operation::models)) return OperationMatch{Operation::models, {}};
  return std::nullopt;
}

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::chat: return "chat";
    case Operation::responses: return "responses";
    case Operation::embeddings: return "embeddings";
    case Operation::models: return "models";
  }
  return {};
}

std::string_view path_of(Operation operation) {
  switch (operation) {
    case Operation::chat: return "/chat/completions";
    case Operation::responses: return "/responses";
    case Operation::embeddings: return "/embeddings";
    case Operation::models: return "/models";
  }
  return {};
}

}  // namespace jg::llm
