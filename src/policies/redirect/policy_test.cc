#include "policies/redirect/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/redirect/feature.h"

namespace jg::policies::redirect {
namespace {

// Status and location for a request behind a prefix.
std::string redirected(const std::string& yaml) {
  exchange::LoadFake load(yaml);
  const auto policy = request_redirect_feature().make({load.root()}, load.context(), load.faults);
  if (!policy) return load.faults.text();
  exchange::ExchangeFake fake;
  fake.ask_behind_a_prefix();
  const auto verdict = policy->on_request(fake.exchange);
  if (!verdict) return verdict.error().code;
  EXPECT_EQ(*verdict, exchange::Verdict::answered);
  const auto& head = fake.exchange.response.head;
  return std::to_string(head.status) + " " + std::string(head.fields.find("location").value_or(""));
}

TEST(RequestRedirect, changes_what_it_is_told_and_keeps_the_rest) {
  EXPECT_EQ(redirected("{}"), "302 http://example.com:8080/old/x?a=b");
  EXPECT_EQ(redirected("{scheme: https, status: 301}"), "301 https://example.com:8080/old/x?a=b");
  EXPECT_EQ(redirected("{authority: {full: 'other:1'}}"), "302 http://other:1/old/x?a=b");
  EXPECT_EQ(redirected("{authority: {host: other}}"), "302 http://other:8080/old/x?a=b");
  EXPECT_EQ(redirected("{path: {full: /new}}"), "302 http://example.com:8080/new?a=b");
  EXPECT_EQ(redirected("{path: {prefix: /new}}"), "302 http://example.com:8080/new/x?a=b");
}

TEST(RequestRedirect, drops_the_port_with_the_scheme_it_belongs_to) {
  EXPECT_EQ(redirected("{scheme: https, authority: {host: other}}"), "302 https://other/old/x?a=b");
  EXPECT_EQ(redirected("{scheme: https, authority: {port: 443}}"),
            "302 https://example.com/old/x?a=b");
}

TEST(RequestRedirect, refuses_a_status_that_is_none_of_a_redirect) {
  EXPECT_EQ(redirected("{status: 200}"),
            "config.yaml:1:10: status: found 200; expected an integer from 300 to 399\n");
}

}  // namespace
}  // namespace jg::policies::redirect
