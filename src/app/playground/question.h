// app/playground/question.h - an expression that somebody tries, and what it is to look at.
//
// Errors: cel.question for what is no question; a member that is not known is a fault.
// Limits: JSON of depth 32; the caller bounds the bytes.
// Trust:  the operator's, who may have copied it from anywhere; the token is a Secret.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/explain/request.h"
#include "base/clock.h"
#include "base/error.h"
#include "json/value.h"

namespace jg::app::playground {

struct Question {
  std::string expression;
  explain::Request request;               // what `request`, `source` and `jwt` are made of
  std::optional<json::Document> context;  // variables by name, in the place of those
  bool wants_trace = false;
};

// {"expression", "context": {variable: value}, "trace", and all of explain::parse_question}.
Result<Question> parse_question(std::string_view json, SystemTime now);

// An object whose members are variables.
Result<json::Document> parse_context(std::string_view json);

}  // namespace jg::app::playground
