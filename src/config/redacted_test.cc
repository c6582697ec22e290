#include "config/redacted.h"

#include <gtest/gtest.h>

namespace jg::config {
namespace {

std::string redacted(const std::string& yaml) {
  Faults faults;
  const Environment environment = [](std::string_view name) -> std::optional<std::string> {
    if (name == "TOKEN") return "hidden-value";
    return std::nullopt;
  };
  const auto document = Document::parse({"test", yaml}, environment, faults);
  EXPECT_TRUE(document.has_value());
  std::string out;
  json::Writer json(out);
  write_redacted(json, document->root());
  return out;
}

TEST(Redacted, shows_what_is_no_secret) {
  EXPECT_EQ(redacted("a: 1\nb: [x, true, null, 1.5]\nc: {name: y, hostname: z}"),
            R"({"a":1,"b":["x",true,null,1.5],"c":{"name":"y","hostname":"z"}})");
}

TEST(Redacted, hides_what_stands_under_the_name_of_a_secret) {
  for (const char* name : {"key", "apiKey", "x-api-key", "clientSecret", "client_secret",
                           "PASSWORD", "accessToken", "Authorization", "cookie", "htpasswd"}) {
    EXPECT_EQ(redacted(std::string(name) + ": hidden"),
              std::string("{\"") + name + "\":\"REDACTED\"}");
  }
  EXPECT_EQ(redacted("key: 1234"), R"({"key":"REDACTED"})");
  EXPECT_EQ(redacted("keys: [{key: hidden, metadata: {user: me}}]"),
            R"({"keys":[{"key":"REDACTED","metadata":{"user":"me"}}]})");
  EXPECT_EQ(redacted("password: [hidden, hidden]"), R"({"password":["REDACTED","REDACTED"]})");
}

TEST(Redacted, shows_where_a_secret_is_kept) {
  EXPECT_EQ(redacted("env: {OPENAI_KEY: hidden, PORT: 8080}"),
            R"({"env":{"OPENAI_KEY":"REDACTED","PORT":"REDACTED"}})");
  EXPECT_EQ(redacted("args: [serve, --api-key, hidden, --token=hidden, --port=80, -]"),
            R"({"args":["serve","--api-key","REDACTED","REDACTED","--port=80","-"]})");
  EXPECT_EQ(redacted("key: {file: /run/key}"), R"({"key":{"file":"/run/key"}})");
}

TEST(Redacted, shows_policies_and_counts_with_names_like_secrets) {
  EXPECT_EQ(redacted("authorization: {rules: [a]}\nmaxTokens: 5\nkeys: x"),
            R"({"authorization":{"rules":["a"]},"maxTokens":5,"keys":"x"})");
}

TEST(Redacted, hides_the_value_beside_the_name_of_a_secret) {
  EXPECT_EQ(redacted("- {name: Authorization, value: hidden}\n- {name: x-a, value: shown}"),
            R"([{"name":"Authorization","value":"REDACTED"},{"name":"x-a","value":"shown"}])");
}

TEST(Redacted, hides_what_looks_like_a_credential) {
  for (const char* value :
       {"Bearer abc", "Basic abc", "eyJhbGciOiJub25lIn0.e30.", "sk-abc",
        "'-----BEGIN PRIVATE KEY----- abc'", "'{\"kty\":\"oct\",\"k\":\"abc\"}'",
        "'{\"kty\":\"EC\", \"d\" : \"abc\"}'", "https://user:abc@host.test/x"}) {
    EXPECT_EQ(redacted(std::string("x: ") + value), R"({"x":"REDACTED"})") << value;
  }
  EXPECT_EQ(redacted("x: https://host.test/a@b"), R"({"x":"https://host.test/a@b"})");
}

TEST(Redacted, shows_a_variable_as_it_was_written) {
  EXPECT_EQ(redacted("a: $TOKEN\nkey: 'x-${TOKEN}'"), R"({"a":"$TOKEN","key":"x-${TOKEN}"})");
  EXPECT_EQ(redacted("port: '${NONE:-8080}'\nkey: '${NONE:-hidden}'"),
            R"({"port":"${NONE:-8080}","key":"REDACTED"})");
}

}  // namespace
}  // namespace jg::config
