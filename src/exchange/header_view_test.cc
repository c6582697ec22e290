#include "exchange/header_view.h"

#include <gtest/gtest.h>

#include "cel/functions/cases_fake.h"
#include "exchange/exchange_fake.h"
#include "exchange/outcome_fake.h"

namespace jg::exchange {
namespace {

using cel::functions::covered;
using cel::functions::read_cases;
using cel::functions::UseCase;

constexpr const char* kFolder = "src/exchange/cases/methods";

struct HeaderMap : ExchangeFake, testing::Test {
  std::string outcome_of(const std::string& expression) {
    const Surroundings nowhere;
    const RequestVariables variables(exchange, nowhere);
    return outcome(variables, exchange.arena, expression);
  }
};

TEST_F(HeaderMap, does_what_its_table_says) {
  add_header("x-team", "blue");
  add_header("x-tag", "a, b");
  add_header("authorization", "Bearer t");
  add_header("cookie", "session=s1; other=2");
  add_header("x-tag", "c");
  identify(R"({"sub":"ann"})");
  for (const UseCase& one : read_cases(kFolder))
    EXPECT_EQ(outcome_of(one.expression), one.wanted) << one.expression;
}

TEST_F(HeaderMap, has_good_and_bad_cases_of_every_method) {
  std::set<std::string> all;
  for (const cel::Function& method : header_methods()) all.emplace(method.name);
  const auto cases = read_cases(kFolder);
  EXPECT_EQ(covered(cases, false), all);
  EXPECT_EQ(covered(cases, true), all);
}

TEST_F(HeaderMap, hides_what_proves_who_somebody_is) {
  const std::vector<std::string> secret = {"x-my-key"};
  for (const char* name : {"authorization", "x-my-key", "x-auth-token", "client-secret"})
    add_header(name, "s3cret");
  add_header("x-note", "see eyJhbGciOi");
  add_header("referer", "https://a.example/b?code=s3cret");
  add_header("x-team", "blue");
  const HeaderView view(exchange.request.fields, HeaderView::Credentials::hidden, secret);
  for (const char* name : {"authorization", "x-my-key", "x-auth-token", "client-secret", "x-note"})
    EXPECT_EQ(view.field(name, exchange.arena)->as_text(), "<redacted>") << name;
  EXPECT_EQ(view.field("referer", exchange.arena)->as_text(), "https://a.example/b");
  EXPECT_EQ(view.field("x-team", exchange.arena)->as_text(), "blue");
}

// However little a method's result looks like, what it builds counts against the evaluation.
TEST_F(HeaderMap, bounds_what_its_methods_build) {
  const std::string large(60'000, 'x');
  add_header("x-large", large);
  add_header("x-large", large);
  std::string claims = R"({"l":[0)";
  for (int i = 0; i < 1000; ++i) claims += ",0";
  identify(claims + "]}");
  EXPECT_EQ(outcome_of("jwt.l.all(x, request.headers.join()['x-large'] != 'y')"),
            "! cel.budget_exhausted");
}

}  // namespace
}  // namespace jg::exchange
