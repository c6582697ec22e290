// llm/request.h - the body of a model request, as far as routing needs to understand it.
//
// Errors: llm.invalid_body, llm.missing_model.
// Limits: those of llm/object_text.h; bytes are the caller's.
// Trust:  hostile.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "llm/object_text.h"

namespace jg::llm {

struct ModelRequest {
  ObjectText object;  // where its members stand in the body
  std::string model;
  bool stream = false;
};

Result<ModelRequest> parse_model_request(std::string_view body);

}  // namespace jg::llm
