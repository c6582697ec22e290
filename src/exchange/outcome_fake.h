// exchange/outcome_fake.h - what an expression comes to, as the tables of cases write it.
//
// A table is that of cel/functions/cases_fake.h; `! load` is what only the checker refuses.
#pragma once

#include <algorithm>
#include <string>

#include "cel/program.h"
#include "exchange/knowledge.h"
#include "exchange/variables.h"

namespace jg::exchange {

inline bool is_refused_at_load(const std::string& expression, Use use) {
  const auto checked = cel::check(expression, request_environment(), RequestKnowledge(use));
  return std::ranges::any_of(checked.findings, [](const cel::Finding& finding) {
    return finding.weight == cel::FindingWeight::error;
  });
}

inline std::string outcome(const RequestVariables& variables, Arena& arena,
                           const std::string& expression) {
  const cel::Environment environment = request_environment();
  const auto program = cel::compile(expression, environment);
  if (!program) return "! compile";
  const cel::Value value = program->evaluate(variables, arena);
  if (value.is_error()) return "! " + std::string(cel::code_of(value.code()));
  if (value.is(cel::Kind::string)) return std::string(value.as_text());
  const auto written = cel::compile("toJson(" + expression + ")", environment);
  return std::string(written->evaluate(variables, arena).as_text());
}

}  // namespace jg::exchange
