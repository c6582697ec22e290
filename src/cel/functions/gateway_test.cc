// The functions that the gateway's dialect adds, and the macros with them.
#include <gtest/gtest.h>

#include <string>

#include "cel/host_fake.h"

namespace jg::cel {
namespace {

// Each left side has the value of the right, as text.
void expect_all(std::initializer_list<std::pair<const char*, const char*>> cases) {
  for (const auto& [text, wanted] : cases) {
    FakeHost host(R"({"sub":"ann","m":{"a":1,"b":2},"s":"a b","raw":"{\"k\":[1]}"})");
    EXPECT_EQ(host.show(text), wanted) << text;
  }
}

TEST(GatewayFunctions, recover_from_what_is_missing) {
  expect_all({{"default(jwt.missing, 'x')", "x"},
              {"default(jwt.sub, 'x')", "ann"},
              {"default(source, 'x')", "x"},
              {"default(1 / 0, 2)", "cel.divide_by_zero"},
              {"coalesce(jwt.missing, source, 1 / 0, 'last')", "last"},
              {"coalesce(jwt.missing)", "null"}});
}

TEST(GatewayFunctions, list_the_variables) {
  expect_all(
      {{"variables().map(k, k)", R"(["request","jwt","source"])"}, {"variables().jwt.sub", "ann"}});
}

TEST(GatewayFunctions, work_on_maps) {
  expect_all({{"jwt.m.mapValues(v, v * 2)", R"({"a":2,"b":4})"},
              {"jwt.m.filterKeys(k, k != 'a')", R"({"b":2})"},
              {"jwt.m.merge({'b': 3, 'c': 4})", R"({"a":1,"b":3,"c":4})"},
              {"jwt.m.with(m, m.a + m.b)", "3"},
              {"flatten([1, [2, [3]], 4])", "[1,2,[3],4]"},
              {"jwt.sub.merge({})", "cel.no_such_overload"}});
}

TEST(GatewayFunctions, read_and_write_json) {
  expect_all(
      {{"json(jwt.raw).k[0] + 1", "2"},
       {"json('{')", "cel.invalid_argument"},
       {"json('{\"a\":1,\"a\":2}')", "cel.invalid_argument"},
       {"toJson({'a': [1, 2u, 1.5, null, true, b'x']})", R"({"a":[1,2,1.5,null,true,"eA=="]})"},
       {"toJson(duration('90s'))", R"("90s")"},
       {"unvalidatedJwtPayload('e30.eyJzdWIiOiJ4In0.sig').sub", "x"},
       {"unvalidatedJwtPayload('nothing')", "cel.invalid_argument"}});
}

TEST(GatewayFunctions, encode_and_decode) {
  expect_all(
      {{"base64Encode('hi')", "aGk="},
       {"string(base64Decode('aGk'))", "hi"},
       {"base64.decode('!')", "cel.invalid_argument"},
       {"url.encode('a b/\u00e9')", "a%20b%2F%C3%A9"},
       {"url.decode('a%20b')", "a b"},
       {"url.decode('%f')", "cel.invalid_argument"},
       {"url.decode('%ff')", "cel.invalid_argument"},
       {"sha256.encode('')", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
       {"md5.encode('')", "d41d8cd98f00b204e9800998ecf8427e"},
       {"sha1.encode(b'')", "da39a3ee5e6b4b0d3255bfef95601890afd80709"}});
}

TEST(GatewayFunctions, change_text) {
  expect_all({{"'/v1/x'.stripPrefix('/v1')", "/x"},
              {"'/v1/x'.stripPrefix('/v2')", "/v1/x"},
              {"'a.json'.stripSuffix('.json')", "a"},
              {"'/id/12/x'.regexReplace('/id/([0-9]+)/', '/$1-id/')", "/12-id/x"},
              {"regexReplace('abc', 'z', '')", "abc"},
              {"'read' in jwt.s.split(' ')", "false"},
              {"jwt.s.split(' ').join('+')", "a+b"},
              {"min(3, 1.5, 2u)", "1.5"},
              {"max([1, 7])", "7"}});
}

TEST(GatewayFunctions, draw_anew_each_time) {
  FakeHost host;
  EXPECT_EQ(host.show("size(uuid())"), "36");
  EXPECT_NE(host.show("uuid()"), host.show("uuid()"));
  EXPECT_EQ(host.show("random() >= 0.0 && random() < 1.0"), "true");
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

}  // namespace
}  // namespace jg::cel
