#include "proxy/chain.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/trace.h"
#include "net/loop_fake.h"

namespace jg::proxy {
namespace {

using exchange::Exchange;
using exchange::Stage;
using exchange::Verdict;

using Log = std::vector<std::string>;

// Writes down what it is asked.
class Noting final : public exchange::Policy {
 public:
  Noting(std::string name, Log& log, Result<Verdict> verdict)
      : name_(std::move(name)), log_(log), verdict_(std::move(verdict)) {}
  Result<Verdict> on_request(Exchange&) const override {
    log_.push_back(name_);
    return verdict_;
  }
  Task<Result<Verdict>> resume(Exchange&) const override {
    log_.push_back(name_ + " resumed");
    co_return Verdict::proceed;
  }
  void on_response(Exchange&) const override { log_.push_back(name_ + " response"); }
  void on_done(Exchange&) const override { log_.push_back(name_ + " done"); }

 private:
  std::string name_;
  Log& log_;
  Result<Verdict> verdict_;
};

struct Chained : testing::Test {
  net::Loop loop;
  exchange::ExchangeFake fake;
  Chain chain;
  Log log;
  std::size_t ran = 0;

  void add(Stage stage, std::string name, Result<Verdict> verdict = Verdict::proceed) {
    chain.add(stage, std::make_shared<Noting>(std::move(name), log, std::move(verdict)));
  }
  Result<Verdict> request() { return net::run(loop, chain.on_request(fake.exchange, ran)); }
  Log on_the_way_back() {
    log.clear();
    chain.on_response(fake.exchange, ran);
    chain.on_done(fake.exchange, ran);
    return log;
  }
};

TEST_F(Chained, policies_run_in_the_order_of_their_stages) {
  add(Stage::transform, "transform");
  add(Stage::authorize, "authorize");
  add(Stage::admit, "admit");
  add(Stage::limit, "limit");
  add(Stage::identify, "identify");
  EXPECT_EQ(request(), Verdict::proceed);
  EXPECT_EQ(log, (Log{"admit", "identify", "authorize", "limit", "transform"}));
}

TEST_F(Chained, policies_of_one_stage_run_in_the_order_they_were_added) {
  add(Stage::identify, "first");
  add(Stage::identify, "second");
  EXPECT_EQ(request(), Verdict::proceed);
  EXPECT_EQ(log, (Log{"first", "second"}));
}

TEST_F(Chained, policies_see_the_response_backwards_and_then_the_end_once) {
  add(Stage::identify, "a");
  add(Stage::authorize, "b");
  EXPECT_EQ(request(), Verdict::proceed);
  EXPECT_EQ(on_the_way_back(), (Log{"b response", "a response", "b done", "a done"}));
}

TEST_F(Chained, policies_behind_a_refusal_hear_of_nothing) {
  add(Stage::admit, "a");
  add(Stage::authorize, "b", fail(Blame::client, "authorization.denied"));
  add(Stage::transform, "c");
  const auto verdict = request();
  ASSERT_FALSE(verdict);
  EXPECT_STREQ(verdict.error().code, "authorization.denied");
  EXPECT_EQ(log, (Log{"a", "b"}));
  EXPECT_EQ(on_the_way_back(), (Log{"b response", "a response", "b done", "a done"}));
}

TEST_F(Chained, policies_behind_an_answer_hear_of_nothing) {
  add(Stage::admit, "a", Verdict::answered);
  add(Stage::authorize, "b");
  EXPECT_EQ(request(), Verdict::answered);
  EXPECT_EQ(on_the_way_back(), (Log{"a response", "a done"}));
}

TEST_F(Chained, policies_that_wait_are_resumed) {
  add(Stage::identify, "a", Verdict::wait);
  add(Stage::authorize, "b");
  EXPECT_EQ(request(), Verdict::proceed);
  EXPECT_EQ(log, (Log{"a", "a resumed", "b"}));
}

TEST_F(Chained, an_explained_exchange_tells_of_each_policy_and_has_no_way_back) {
  exchange::Trace trace;
  fake.exchange.worker.trace = &trace;
  add(Stage::identify, "a");
  add(Stage::limit, "b");
  add(Stage::transform, "c", fail(Blame::client, "authorization.denied", "why"));
  EXPECT_FALSE(request());
  EXPECT_EQ(log, (Log{"a", "c"}));
  using Outcome = exchange::Finding::Outcome;
  const auto& told = trace.findings();
  ASSERT_EQ(told.size(), 3u);
  EXPECT_EQ(told[0].outcome, Outcome::good);
  EXPECT_EQ(told[1].outcome, Outcome::skipped);
  EXPECT_EQ(told[2].outcome, Outcome::failed);
  EXPECT_EQ(told[2].says, "why");
  EXPECT_EQ(on_the_way_back(), Log{});
}

TEST_F(Chained, nothing_is_done_for_policies_that_never_ran) {
  add(Stage::identify, "a");
  EXPECT_EQ(on_the_way_back(), Log{});
}

}  // namespace
}  // namespace jg::proxy
