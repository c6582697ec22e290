// Any text: compiles or is refused; what compiles is checked, and evaluated in both dialects within
// its budget, folded and traced, which must agree; its value is of a kind that the checker foresaw,
// and is written in every form. A text that is JSON is a case of its own, with typed variables.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "cel/case.h"
#include "cel/check.h"
#include "cel/literal_text.h"
#include "cel/program.h"
#include "cel/to_json.h"
#include "cel/trace.h"
#include "cel/typed_value.h"
#include "json/value.h"

namespace {

constexpr std::string_view kClaims =
    R"({"sub":"ann","groups":["users","admins"],"n":-7,"u":18446744073709551615,"x":1.5,)"
    R"("b":true,"z":null,"t":"2026-11-23T10:00:00Z","nested":{"a":{"b":[1,[2,{"c":"\u00e9"}]]}}})";
constexpr jg::cel::Limits kLimits{20'000, 1 << 18};

class Activation final : public jg::cel::Activation {
 public:
  explicit Activation(jg::json::Value claims) : claims_(claims) {}
  jg::cel::Value root(std::size_t slot, jg::Arena&) const override {
    return slot == 0 ? jg::cel::Value::json(claims_) : jg::cel::Value::null();
  }

 private:
  jg::json::Value claims_;
};

// Of `jwt`, claims; and of `absent`, whose absence is worth a word.
class Knows final : public jg::cel::Knowledge {
 public:
  jg::cel::StaticType type_of(std::size_t, std::string_view) const override { return {}; }
  bool is_claim(std::size_t slot) const override { return slot == 0; }
  std::optional<Absence> absence(const jg::cel::Read& read) const override {
    if (read.slot == 0) return std::nullopt;
    return Absence{jg::cel::FindingWeight::warning, "it is always null"};
  }
  std::optional<Objection> objection(const jg::cel::Read&, Test, std::string_view) const override {
    return Objection{"no claim is so", {}, false};
  }
};

void check(std::string_view text, const jg::cel::Environment& environment, jg::cel::Value value) {
  const auto checked = jg::cel::check(text, environment, Knows());
  if (checked.findings.size() > jg::cel::kMostFindings) std::abort();
  for (const auto& finding : checked.findings) {
    if (finding.fault.offset > text.size()) std::abort();
    (void)jg::cel::render(text, finding.fault);
  }
  if (!value.is_error() && !jg::cel::may_be(checked.result.kinds, value.kind())) std::abort();
  if (value.is_true() && !checked.result.may_be_true) std::abort();
}

// In the form that shows types; errors have their place too.
std::string written(jg::cel::Value value, jg::Arena& arena) {
  jg::cel::Context context(arena, jg::cel::Dialect::gateway, kLimits);
  std::string out;
  (void)jg::cel::append_json(out, value, context);
  out.clear();
  jg::cel::append_typed(out, value, context);
  out.clear();
  jg::cel::append_literal(out, value, context);
  if (value.is_error() && std::string_view(value.message()).empty()) std::abort();
  return value.is_error() ? out + " at " + std::to_string(value.place()) : out;
}

bool is_stable(std::string_view text) {
  for (const char* name : {"random", "uuid"})
    if (text.find(name) != text.npos) return false;
  return true;
}

void evaluate(std::string_view text, jg::cel::Dialect dialect, const Activation& activation) {
  jg::cel::Environment environment({.dialect = dialect});
  environment.declare("jwt");
  environment.declare("absent");
  const auto program = jg::cel::compile(text, environment);
  if (!program) {
    if (program.error().empty()) std::abort();
    for (const auto& fault : program.error()) (void)jg::cel::render(text, fault);
    return;
  }
  environment.set_planning(jg::cel::Planning::traced);
  const auto traced = jg::cel::compile(text, environment);
  if (!traced) std::abort();
  jg::Arena arena;
  jg::cel::Trace trace;
  const auto value = program->evaluate(activation, arena, kLimits);
  const auto same = traced->trace(activation, arena, kLimits, trace);
  for (const auto& line : trace.lines()) {
    if (line.begin > line.end || line.end > text.size()) std::abort();
  }
  check(text, environment, value);
  const bool bounded = same.is_error() && same.code() == jg::cel::ErrorCode::budget_exhausted;
  const std::string a = written(value, arena);
  const std::string b = written(same, arena);
  if (!bounded && is_stable(text) && a != b) std::abort();
}

void run_case(std::string_view text) {
  const auto document = jg::json::Document::parse(text);
  if (!document || document->root().kind() != jg::json::Kind::object) return;
  jg::cel::Case one(document->root(), jg::cel::Dialect::specification);
  const auto value = one.run();
  std::string out;
  jg::cel::append_typed(out, value, one.context());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto document = jg::json::Document::parse(kClaims);
  const Activation activation(document->root());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  evaluate(text, jg::cel::Dialect::gateway, activation);
  evaluate(text, jg::cel::Dialect::specification, activation);
  run_case(text);
  return 0;
}
