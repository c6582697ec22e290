#include "exchange/metadata.h"

#include <gtest/gtest.h>

#include "cel/program.h"
#include "exchange/exchange_fake.h"
#include "exchange/variables.h"

namespace jg::exchange {
namespace {

struct Metadata : ExchangeFake, testing::Test {
  // What an expression gives is put down under `name`; the expression is gone by then.
  void add(std::string_view name, const std::string& expression) {
    const auto program = cel::compile_or_error(expression, request_environment());
    ASSERT_TRUE(program) << program.error().detail;
    const RequestVariables variables(exchange, surroundings);
    add_metadata(exchange, name, program->evaluate(variables, exchange.arena));
  }
  bool holds(const std::string& expression) {
    const auto program = cel::compile_or_error(expression, request_environment());
    EXPECT_TRUE(program) << (program ? "" : program.error().detail);
    const RequestVariables variables(exchange, surroundings);
    return program && program->matches(variables, exchange.arena);
  }
  Surroundings surroundings;
};

TEST_F(Metadata, is_read_by_name) {
  add("a", "'text'");
  add("b", "[1, {'c': 'd'}]");
  EXPECT_TRUE(holds("metadata.a == 'text' && metadata.b[0] == 1 && metadata.b[1].c == 'd'"));
  EXPECT_TRUE(holds("!has(metadata.none)"));
}

TEST_F(Metadata, is_replaced_and_taken_away) {
  add("a", "1");
  add("a", "2");
  EXPECT_TRUE(holds("metadata.a == 2 && size(metadata) == 1"));
  add("a", "request.headers['nosuch']");
  EXPECT_TRUE(holds("!has(metadata.a)"));
}

TEST_F(Metadata, is_a_copy_of_what_may_change) {
  identify(R"({"sub": "ann", "groups": ["x"]})");
  add_header("x-a", "1");
  add("claims", "jwt");
  add("headers", "request.headers");
  exchange.facts.identity.reset();
  exchange.request.fields.clear();
  EXPECT_TRUE(holds("metadata.claims.sub == 'ann' && metadata.claims.groups == ['x']"));
  EXPECT_TRUE(holds("metadata.headers['x-a'] == '1'"));
}

TEST_F(Metadata, ends_with_its_exchange) {
  add("a", "1");
  exchange.reset();
  EXPECT_TRUE(holds("!has(metadata.a)"));
}

}  // namespace
}  // namespace jg::exchange
