#include "telemetry/redact.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::telemetry {
namespace {

std::string redact(std::string_view target, const std::vector<std::string>& more = {}) {
  Arena arena;
  return std::string(redact_query(target, more, arena));
}

TEST(RedactQuery, gives_back_what_holds_no_credential) {
  Arena arena;
  for (const std::string_view target :
       {"/a/b", "/a?", "/a?x=1&y=2;z", "/token=1/a?page=2", "/a?token", "/a?monkey=1"}) {
    EXPECT_EQ(redact_query(target, {}, arena).data(), target.data());
    EXPECT_EQ(redact_query(target, {}, arena), target);
  }
}

TEST(RedactQuery, replaces_the_values_of_known_names) {
  for (const std::string name :
       {"access_token", "token", "id_token", "api_key", "apikey", "key", "password", "secret",
        "client_secret", "code", "assertion", "jwt"}) {
    EXPECT_EQ(redact("/p?a=1&" + name + "=s3cret&b=2"), "/p?a=1&" + name + "=REDACTED&b=2");
  }
}

TEST(RedactQuery, replaces_the_values_of_given_names) {
  EXPECT_EQ(redact("/p?session=s3cret&b=2", {"other", "session"}), "/p?session=REDACTED&b=2");
}

TEST(RedactQuery, sees_through_the_spelling_of_a_name) {
  EXPECT_EQ(redact("/p?Access-Token=s"), "/p?Access-Token=REDACTED");
  EXPECT_EQ(redact("/p?%74oken=s"), "/p?%74oken=REDACTED");
  EXPECT_EQ(redact("/p?access%5Ftoken=s"), "/p?access%5Ftoken=REDACTED");
}

TEST(RedactQuery, hides_a_value_up_to_the_next_ampersand) {
  EXPECT_EQ(redact("/p?token=a;b=c?d=e&f=g"), "/p?token=REDACTED&f=g");
  EXPECT_EQ(redact("/p?a=1;token=s&b=2"), "/p?a=1;token=REDACTED&b=2");
  EXPECT_EQ(redact("/p?token=a=b"), "/p?token=REDACTED");
}

TEST(RedactQuery, hides_what_looks_like_a_token_under_any_name) {
  EXPECT_EQ(redact("/p?x=eyJhbGciOiJub25lIn0.e30.&y=1"), "/p?x=REDACTED&y=1");
  EXPECT_EQ(redact("/p?eyJhbGciOiJub25lIn0.e30."), "/p?REDACTED");
}

TEST(RedactQuery, survives_broken_escapes) {
  EXPECT_EQ(redact("/p?%=1&%7=2&%zz=3&=4&&;token=5%"), "/p?%=1&%7=2&%zz=3&=4&&;token=REDACTED");
}

}  // namespace
}  // namespace jg::telemetry
