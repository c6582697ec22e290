#include "policies/rewrite/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/rewrite/feature.h"

namespace jg::policies::rewrite {
namespace {

// What becomes of a request behind a prefix; "kept" when the backend may not put its own host.
std::string rewritten(const std::string& yaml) {
  exchange::LoadFake load(yaml);
  const auto policy = url_rewrite_feature().make({load.root()}, load.context(), load.faults);
  if (!policy) return load.faults.text();
  exchange::ExchangeFake fake;
  fake.ask_behind_a_prefix();
  const auto verdict = policy->on_request(fake.exchange);
  if (!verdict) return verdict.error().code;
  EXPECT_EQ(*verdict, exchange::Verdict::proceed);
  const auto& request = fake.exchange.request;
  EXPECT_EQ(std::string(request.path) + "?" + std::string(request.query), request.target);
  return std::string(request.authority) + std::string(request.target) +
         (fake.exchange.keeps_authority ? " kept" : "");
}

TEST(UrlRewrite, changes_the_path_alone) {
  EXPECT_EQ(rewritten("{path: {full: /new}}"), "example.com:8080/new?a=b");
  EXPECT_EQ(rewritten("{path: {prefix: /new}}"), "example.com:8080/new/x?a=b");
}

TEST(UrlRewrite, keeps_the_host_that_was_chosen) {
  EXPECT_EQ(rewritten("{authority: auto}"), "example.com:8080/old/x?a=b");
  EXPECT_EQ(rewritten("{authority: none}"), "example.com:8080/old/x?a=b kept");
  EXPECT_EQ(rewritten("{authority: {full: custom}}"), "custom/old/x?a=b kept");
  EXPECT_EQ(rewritten("{authority: {host: custom}}"), "custom/old/x?a=b kept");
  EXPECT_EQ(rewritten("{authority: {port: 80}}"), "example.com/old/x?a=b kept");
}

}  // namespace
}  // namespace jg::policies::rewrite
