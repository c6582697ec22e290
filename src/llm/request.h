// llm/request.h - the body of a model request, as far as routing needs to understand it.
//
// Owner:  ModelRequest owns the parsed tree; `model` looks into it.
// Errors: llm.invalid_body, llm.missing_model.
// Limits: kMostMembers at the top, kMostDepth below it; bytes are the caller's.
// Trust:  hostile. A name that stands twice at the top would let us and the provider read two
//         different requests out of one body, so it is refused; below the top nothing here reads,
//         and nothing is judged.
#pragma once

#include <string_view>

#include "base/error.h"
#include "json/value.h"

namespace jg::llm {

constexpr std::size_t kMostMembers = 512;
constexpr std::size_t kMostDepth = 128;

struct ModelRequest {
  json::Document document;
  std::string_view model;
  bool stream = false;
};

Result<ModelRequest> parse_model_request(std::string_view body);

}  // namespace jg::llm
