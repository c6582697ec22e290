// app/playground/evaluation.h - what an expression gives for a request or a context, part by part.
//
// Owner:  whoever asks. Thread: any that is no worker's.
// Errors: cel.compile with a line and a caret for each fault; cel.question for a request or a token
//         that cannot be, and for a variable that does not exist.
// Limits: those of every evaluation (cel/context.h); a text that is shown is cut.
// Trust:  nothing is verified: the claims are what the token says. The token itself is not shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/playground/question.h"
#include "base/error.h"

namespace jg::app::playground {

struct Part {
  std::uint32_t depth = 0;
  std::string expression;
  std::string value;  // as an expression would spell it
};

struct Evaluation {
  std::string value;  // as an expression would spell it; of an error its code and what it says
  std::string type;
  std::optional<std::string> json;  // nothing for what is too large or what JSON cannot say
  std::string place;                // of an error: the line, a caret, and the value
  std::uint64_t steps = 0;
  std::size_t bytes = 0;
  std::vector<Part> parts;   // when a trace was asked for
  std::size_t left_out = 0;  // parts that were too many

  bool is_error() const { return type == "error"; }
};

Result<Evaluation> evaluate(const Question& question);

}  // namespace jg::app::playground
