// llm/operation.h - which API a request's path means.
//
// Spec:   the paths of OpenAI's HTTP API; the longest suffix decides, so a prefix that a route adds
//         does no harm.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace jg::llm {

enum class Operation : std::uint8_t { chat, responses, embeddings, models };

struct OperationMatch {
  Operation operation;
  std::string_view model_id;  // of /v1/models/{id}, still percent-encoded; empty for the list
};

// Each is known as `.../v1/NAME` and as `/NAME`; `path` is canonical and has no query.
std::optional<OperationMatch> find_operation(std::string_view path);

// What the access log calls it: "chat".
std::string_view name_of(Operation operation);

// Where a provider has it below its base: "/chat/completions".
std::string_view path_of(Operation operation);

}  // namespace jg::llm
