#include "exchange/locations.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"

namespace jg::exchange {
namespace {

using Count = Found::Count;

Locations header_query_cookie() {
  return Locations({Location(), Location(QueryPlace{"token"}), Location(CookiePlace{"session"})});
}

struct Sent {
  std::string_view authorization, target, cookie;
};

void put(ExchangeFake& fake, const Sent& sent) {
  fake.set_target(sent.target);
  if (!sent.authorization.empty()) fake.add_header("authorization", sent.authorization);
  if (!sent.cookie.empty()) fake.add_header("cookie", sent.cookie);
}

TEST(Locations, take_the_same_credential_from_any_place_and_no_second_one) {
  struct Case {
    Sent sent;
    Count count;
    const char* text;
  };
  const std::vector<Case> cases = {
      {{"", "/", ""}, Count::none, ""},
      {{"Bearer a", "/", ""}, Count::one, "a"},
      {{"", "/?token=a", ""}, Count::one, "a"},
      {{"", "/", "session=a"}, Count::one, "a"},
      {{"Bearer a", "/?token=a", "session=a"}, Count::one, "a"},
      {{"Basic YTpi", "/?token=a", ""}, Count::one, "a"},
      {{"Bearer a", "/?token=b", ""}, Count::several, ""},
      {{"", "/?token=b", "session=a"}, Count::several, ""},
      {{"Bearer a", "/?token=a", "session=aa"}, Count::several, ""},
      {{"Bearer a", "/?token=", ""}, Count::several, ""},
      {{"Bearer a", "/?token=a&token=a", ""}, Count::several, ""},
  };
  for (const Case& c : cases) {
    ExchangeFake fake;
    put(fake, c.sent);
    const Found found = header_query_cookie().find(fake.exchange);
    EXPECT_EQ(found.count, c.count) << c.sent.authorization << " " << c.sent.target;
    EXPECT_EQ(found.text, c.text) << c.sent.authorization << " " << c.sent.target;
  }
}

TEST(Locations, take_it_out_of_every_place) {
  ExchangeFake fake;
  put(fake, {"Bearer a", "/x?b=1&token=a", "c=2; session=a"});
  header_query_cookie().remove(fake.exchange);
  EXPECT_FALSE(fake.exchange.request.fields.has("authorization"));
  EXPECT_EQ(fake.exchange.request.target, "/x?b=1");
  EXPECT_EQ(fake.exchange.request.fields.find("cookie"), "c=2");
}

TEST(Locations, say_where_they_look_and_what_logs_must_leave_out) {
  EXPECT_EQ(Locations().describe(), "header authorization");
  EXPECT_EQ(header_query_cookie().describe(),
            "header authorization or query parameter token or cookie session");
  EXPECT_EQ(header_query_cookie().query_parameters(), std::vector<std::string_view>{"token"});
  EXPECT_TRUE(header_query_cookie().are_removable());
}

}  // namespace
}  // namespace jg::exchange
