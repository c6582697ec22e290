#include "exchange/location.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::exchange {
namespace {

using Count = Found::Count;

Location load(std::string yaml) {
  LoadFake fake(std::move(yaml));
  auto location = location_type(fake.context()).decode(fake.root(), fake.faults);
  EXPECT_TRUE(location) << fake.faults.text();
  return location ? std::move(*location) : Location();
}

std::string faults_of(std::string yaml) {
  LoadFake fake(std::move(yaml));
  EXPECT_FALSE(location_type(fake.context()).decode(fake.root(), fake.faults));
  return fake.faults.text();
}

std::vector<std::string> headers(const Exchange& exchange) {
  std::vector<std::string> out;
  for (const http::Field& field : exchange.request.fields)
    out.push_back(std::string(field.name) + ": " + std::string(field.value));
  return out;
}

TEST(Location, takes_a_header_with_any_other_byte_than_visible_ascii_for_none) {
  for (int byte = 1; byte < 256; ++byte) {
    const bool is_visible = byte == '\t' || (byte >= 0x20 && byte < 0x7f);
    for (std::size_t at = 0; at < 17; ++at) {
      std::string value = "Bearer " + std::string(17, 'a');
      value[7 + at] = static_cast<char>(byte);
      ExchangeFake fake;
      fake.add_header("authorization", value);
      EXPECT_EQ(Location().find(fake.exchange).count == Count::one, is_visible)
          << byte << " at " << at;
    }
  }
}

TEST(Location, reads_a_bearer_header_by_default) {
  struct Case {
    const char* value;
    Count count;
    const char* text;
  };
  const std::vector<Case> cases = {
      {"Bearer abc", Count::one, "abc"},
      {"bearer abc", Count::one, "abc"},
      {"BEARER abc", Count::one, "abc"},
      {"Bearer  abc", Count::one, " abc"},
      {"Bearer ", Count::one, ""},
      {"Bearer", Count::none, ""},
      {"Bearerabc", Count::none, ""},
      {"Basic YTpi", Count::none, ""},
      {"", Count::none, ""},
      {"Bearer a\xff", Count::none, ""},
      {"Bearer\tabc", Count::none, ""},
  };
  for (const Case& c : cases) {
    ExchangeFake fake;
    fake.add_header("authorization", c.value);
    const Found found = Location().find(fake.exchange);
    EXPECT_EQ(found.count, c.count) << c.value;
    EXPECT_EQ(found.text, c.text) << c.value;
  }
  ExchangeFake none;
  EXPECT_EQ(Location().find(none.exchange).count, Count::none);
}

TEST(Location, tells_two_headers_of_the_name_from_one) {
  ExchangeFake fake;
  fake.add_header("authorization", "Basic YTpi");
  fake.add_header("authorization", "Bearer abc");
  EXPECT_EQ(Location().find(fake.exchange).count, Count::several);
}

TEST(Location, removes_every_value_of_its_header) {
  ExchangeFake fake;
  fake.add_header("authorization", "Bearer abc");
  fake.add_header("x-other", "1");
  fake.add_header("authorization", "Bearer def");
  Location().remove(fake.exchange);
  EXPECT_EQ(headers(fake.exchange), std::vector<std::string>{"x-other: 1"});
}

TEST(Location, reads_a_named_header_without_a_prefix) {
  const Location location = load("{header: {name: X-Token}}");
  ExchangeFake fake;
  fake.add_header("x-token", "abc");
  EXPECT_EQ(location.find(fake.exchange).text, "abc");
  EXPECT_EQ(location.describe(), "header x-token");
  EXPECT_EQ(load("{header: {name: x-token, prefix: 'Token '}}").find(fake.exchange).count,
            Count::none);
}

TEST(Location, reads_a_query_parameter_decoded) {
  const Location location = load("{queryParameter: {name: access_token}}");
  ExchangeFake fake;
  fake.set_target("/a?x=%41&access_token=a%2Eb+c&y=1");
  EXPECT_EQ(location.find(fake.exchange).text, "a.b c");
  EXPECT_EQ(location.query_parameter(), "access_token");
  fake.set_target("/a?access%5Ftoken=1&access_token=2");
  EXPECT_EQ(location.find(fake.exchange).count, Count::several);
  fake.set_target("/a?access_tokens=1");
  EXPECT_EQ(location.find(fake.exchange).count, Count::none);
}

TEST(Location, removes_its_query_parameter_and_leaves_the_others_as_spelled) {
  const Location location = load("{queryParameter: {name: token}}");
  ExchangeFake fake;
  fake.set_target("/a?x=%41&token=abc&y=1+2");
  location.remove(fake.exchange);
  EXPECT_EQ(fake.exchange.request.target, "/a?x=%41&y=1+2");
  EXPECT_EQ(fake.exchange.request.query, "x=%41&y=1+2");
  EXPECT_EQ(fake.exchange.request.path, "/a");
  fake.set_target("/a?token=abc");
  location.remove(fake.exchange);
  EXPECT_EQ(fake.exchange.request.target, "/a");
  EXPECT_EQ(fake.exchange.request.query, "");
}

TEST(Location, reads_a_cookie_and_removes_it_alone) {
  const Location location = load("{cookie: {name: session}}");
  ExchangeFake fake;
  fake.add_header("cookie", "a=1; session=abc; b=2");
  EXPECT_EQ(location.find(fake.exchange).text, "abc");
  location.remove(fake.exchange);
  EXPECT_EQ(headers(fake.exchange), std::vector<std::string>{"cookie: a=1; b=2"});
}

TEST(Location, evaluates_an_expression_and_removes_nothing) {
  const Location location = load("{expression: 'request.headers[\"x-a\"]'}");
  ExchangeFake fake;
  EXPECT_EQ(location.find(fake.exchange).count, Count::none);  // it fails: no such header
  fake.add_header("x-a", "abc");
  EXPECT_EQ(location.find(fake.exchange).text, "abc");
  location.remove(fake.exchange);
  EXPECT_EQ(headers(fake.exchange), std::vector<std::string>{"x-a: abc"});
  EXPECT_FALSE(location.is_removable());
  EXPECT_EQ(load("{expression: 'size(request.path)'}").find(fake.exchange).count,
            Count::none);  // no text
}

TEST(Location, finds_what_was_put_where_it_looks) {
  for (const char* yaml : {"header: {name: x-token, prefix: 'Token '}", "header: {name: x-token}",
                           "queryParameter: {name: a b}", "cookie: {name: session}",
                           "expression: 'request.headers[\"authorization\"].substring(7)'"}) {
    const Location location = load(yaml);
    ExchangeFake fake;
    fake.set_target("/p?x=1");
    location.put(fake.exchange, "a.b+c");
    const Found found = location.find(fake.exchange);
    EXPECT_EQ(found.count, Count::one) << yaml;
    EXPECT_EQ(found.text, "a.b+c") << yaml;
    EXPECT_EQ(fake.exchange.request.path, "/p") << yaml;
  }
}

TEST(Location, tells_what_is_wrong_with_it) {
  EXPECT_NE(faults_of("{}").find("expected one of the keys"), std::string::npos);
  EXPECT_NE(faults_of("{header: {name: a}, cookie: {name: b}}").find("only one of them may stand"),
            std::string::npos);
  EXPECT_NE(faults_of("{header: {name: 'a b'}}").find("expected letters, digits and dashes"),
            std::string::npos);
  EXPECT_NE(faults_of("{header: {prefix: 'Bearer '}}").find("missing the required key name"),
            std::string::npos);
  EXPECT_NE(faults_of("{query: {name: a}}").find("unknown key"), std::string::npos);
}

}  // namespace
}  // namespace jg::exchange
