// Any text: compiles or is refused; what compiles is evaluated in both dialects within its budget.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cel/program.h"
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
  jg::Arena arena;
  const auto value = program->evaluate(activation, arena, kLimits);
  if (value.is_error() && std::string_view(value.message()).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto document = jg::json::Document::parse(kClaims);
  const Activation activation(document->root());
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  evaluate(text, jg::cel::Dialect::gateway, activation);
  evaluate(text, jg::cel::Dialect::specification, activation);
  return 0;
}
