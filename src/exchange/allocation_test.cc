// Counts heap allocations: what the access log and the metrics ask of expressions makes none once the
// arena is warm.
#include <gtest/gtest.h>

#include "base/allocations_fake.h"
#include "exchange/exchange_fake.h"
#include "exchange/label_plan.h"
#include "exchange/load_fake.h"
#include "exchange/log_plan.h"

namespace jg::exchange {
namespace {

struct Allocation : ExchangeFake, testing::Test {
  Allocation() {
    exchange.request.fields.add("x-team", "blue");
    exchange.response.head.status = 200;
    exchange.has_answer = true;
    identify(
        R"({"sub":"ann","scope":"read write","tier":12345678901234567,"x":1.2345678901234567})");
  }

  // Of the second time; the first grows the arena.
  template <class Do>
  std::size_t allocations_of(Do what) {
    what();
    exchange.arena.reset();
    const std::size_t before = allocations;
    what();
    return allocations - before;
  }
};

template <class Made>
Made decode(const config::Type<Made>& type, const std::string& yaml) {
  LoadFake load(yaml);
  auto made = type.decode(load.root(), load.faults);
  EXPECT_TRUE(made) << load.faults.text();
  return std::move(*made);
}

TEST_F(Allocation, is_not_needed_for_labels) {
  const LabelPlan plan(
      decode(added_labels_type(),
             "{team: 'request.headers[\"x-team\"]', first: 'jwt.scope.split(\" \")[0]'}"),
      {});
  EXPECT_EQ(allocations_of([&] { (void)plan.evaluate(exchange); }), 0U);
  EXPECT_EQ(plan.evaluate(exchange)[1], "read");
}

TEST_F(Allocation, is_not_needed_for_fields_of_the_log) {
  const LogPlan plan(
      decode(log_filter_type(), "'response.code < 400 && jwt.scope.contains(\"read\")'"),
      decode(config::object(log_fields_object("LogFields")),
             "add: {team: 'request.headers[\"x-team\"]', tier: jwt.tier, x: jwt.x, class: "
             "'response.code / 100'}"),
      {});
  EXPECT_EQ(allocations_of([&] { plan.apply(exchange); }), 0U);
  EXPECT_EQ(exchange.record.added.size(), 4U);
}

}  // namespace
}  // namespace jg::exchange
