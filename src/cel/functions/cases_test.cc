// Every function and macro has uses that work and uses that do not; each does what its table says.
#include <gtest/gtest.h>

#include "cel/functions/cases_fake.h"
#include "cel/host_fake.h"
#include "cel/macros.h"

namespace jg::cel::functions {
namespace {

constexpr const char* kFolder = "src/cel/functions/cases";
constexpr std::string_view kClaims =
    R"({"sub":"ann","m":{"a":1,"b":2},"s":"a b","raw":"{\"k\":[1]}","n":-7,"x":1.5,)"
    R"("u":18446744073709551615,"list":[3,1,2],"deep":{"a":{"b":[1,{"c":2}]},"d":null},"none":null})";

std::string outcome(FakeHost& host, const std::string& expression) {
  if (!compile(expression, host.environment)) return "! compile";
  const std::string shown = host.show(expression);
  return shown.starts_with("cel.") ? "! " + shown : shown;
}

TEST(FunctionCases, do_what_their_table_says) {
  for (const UseCase& one : read_cases(kFolder)) {
    FakeHost host(kClaims);
    EXPECT_EQ(outcome(host, one.expression), one.wanted) << one.function << ": " << one.expression;
    const std::string plain = one.function.substr(one.function.rfind('.') + 1);
    EXPECT_NE(one.expression.find(plain + "("), std::string::npos) << one.expression;
  }
}

TEST(FunctionCases, cover_every_function_and_macro) {
  const auto cases = read_cases(kFolder);
  std::set<std::string> all;
  const FunctionTable table(Dialect::gateway);
  for (const Function* f : table.all()) all.emplace(f->name);
  for (const MacroForm& form : macro_forms()) all.emplace(form.name);
  all.emplace("variables");
  EXPECT_EQ(covered(cases, false), all);
  EXPECT_EQ(covered(cases, true), all);
}

TEST(FunctionCases, have_a_line_for_the_reference) {
  const FunctionTable table(Dialect::gateway);
  for (const Function* f : table.all()) EXPECT_FALSE(f->says.empty()) << f->name;
  for (const MacroForm& form : macro_forms()) EXPECT_FALSE(form.says.empty());
}

}  // namespace
}  // namespace jg::cel::functions
