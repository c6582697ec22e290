// What the gateway's dialect adds, as far as the tables in cases/ cannot tell it.
#include <gtest/gtest.h>

#include <string>

#include "cel/host_fake.h"

namespace jg::cel {
namespace {

TEST(GatewayFunctions, draw_anew_each_time) {
  FakeHost host;
  EXPECT_NE(host.show("uuid()"), host.show("uuid()"));
}

TEST(GatewayFunctions, fail_on_purpose) {
  FakeHost host;
  const Value v = host.eval("fail('quota of ' + string(3))");
  EXPECT_EQ(v.code(), ErrorCode::failed);
  EXPECT_STREQ(v.message(), "quota of 3");
}

TEST(GatewayFunctions, are_unknown_to_the_specification) {
  FakeHost host("{}", {.dialect = Dialect::specification});
  for (const char* text : {"uuid()", "toJson(1)", "default(jwt.a, 1)", "'a'.stripPrefix('b')"}) {
    EXPECT_FALSE(compile(text, host.environment)) << text;
  }
}

TEST(GatewayFunctions, tell_a_log_whether_to_spread_a_map) {
  const FakeHost host;
  EXPECT_EQ(compile("flatten(jwt)", host.environment)->outermost_call(), "flatten");
  EXPECT_EQ(compile("(jwt.flattenRecursive())", host.environment)->outermost_call(),
            "flattenRecursive");
  EXPECT_EQ(compile("size(flatten(jwt)) == 1", host.environment)->outermost_call(), "");
}

}  // namespace
}  // namespace jg::cel
