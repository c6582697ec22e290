#include "config/schema.h"

#include <gtest/gtest.h>

#include <map>
#include <variant>

#include "json/value.h"

namespace jg::config {
namespace {

using std::chrono::milliseconds;

// --- how a feature describes itself: read this first ---

enum class Mode { strict, optional, permissive };

struct TokenCheck {
  Mode mode = Mode::optional;
  std::string issuer;
  std::vector<std::string> audiences;
  std::optional<milliseconds> leeway;
};

Object<TokenCheck> token_check_object() {
  return Object<TokenCheck>("TokenCheck", "Checks the caller's token.")
      .optional("mode", &TokenCheck::mode,
                enumeration<Mode>({{"strict", Mode::strict},
                                   {"optional", Mode::optional},
                                   {"permissive", Mode::permissive}}),
                "What happens without a token.")
      .required("issuer", &TokenCheck::issuer, filled_text(), "Who signs.")
      .optional("audiences", &TokenCheck::audiences, list_of(text()), "For whom.")
      .optional("leeway", &TokenCheck::leeway, duration(milliseconds(0), milliseconds(300'000)),
                "Clock skew.")
      .ours({"leeway"})
      .removed("validationOptions", "was removed; use jwtValidationOptions")
      .check([](const TokenCheck& value, const Node& node, Faults& faults) {
        if (value.mode == Mode::permissive && !value.audiences.empty())
          faults.add(*node.find("audiences"), "means nothing in permissive mode");
      });
}

// What the registry would list: kinds of policy that no other feature knows of.
std::vector<DynamicKey> policy_kinds() {
  return {dynamic_key("jwtAuth", "Token check.", object(token_check_object())),
          dynamic_key("delay", "Wait a while.", duration())};
}

struct PolicySet {
  std::vector<DynamicValue> policies;
};

Object<PolicySet> policy_set_object() {
  return Object<PolicySet>("PolicySet", "Policies of one place.")
      .dynamic(&PolicySet::policies, policy_kinds())
      .not_yet({"extProc", "oidc"});
}

struct Gateway {
  std::uint16_t port = 0;
  PolicySet policies;  // stand beside `port`, without a key of their own
};

Object<Gateway> gateway_object() {
  return Object<Gateway>("Gateway", "One listening port.")
      .required("port", &Gateway::port, port(), "Where to listen.")
      .include(&Gateway::policies, policy_set_object());
}

using Gateways = std::vector<std::pair<std::string, Gateway>>;

struct Config {
  Gateways gateways;
  std::vector<std::string> names;
  PolicySet policies;
};

Type<Config> config_type() {
  return object(
      Object<Config>("Config", "All of it.")
          .optional("gateways", &Config::gateways, map_of(object(gateway_object())), "By name.")
          .optional("names", &Config::names, one_or_many(text()), "One or many.")
          .alias("name", "names")
          .optional("policies", &Config::policies, object(policy_set_object()), "For everybody."));
}

// --- and what comes of it ---

template <class M>
struct Decoded {
  std::optional<Document> document;
  Faults faults;
  std::optional<M> value;
};

template <class M>
Decoded<M> decode(const Type<M>& type, std::string text) {
  Decoded<M> out;
  const Environment environment = [](std::string_view name) -> std::optional<std::string> {
    if (name == "DIGITS") return "12345";
    if (name == "WORD") return "hunter2";
    if (name == "EMPTY") return "";
    return std::nullopt;
  };
  out.document = Document::parse({"config.yaml", std::move(text)}, environment, out.faults);
  if (out.document) out.value = type.decode(out.document->root(), out.faults);
  return out;
}

template <class M>
std::string faults_of(const Type<M>& type, std::string text) {
  auto decoded = decode(type, std::move(text));
  EXPECT_EQ(decoded.value.has_value(), !decoded.faults.has_errors());
  return decoded.faults.text();
}

TEST(Schema, decodes_a_configuration_into_the_features_structs) {
  const auto decoded = decode(config_type(), R"(
gateways:
  default:
    port: 3000
    jwtAuth:
      mode: strict
      issuer: agentgateway.dev
      audiences: [a, b]
      leeway: 1m30s
    delay: 10ms
names: only
)");
  ASSERT_TRUE(decoded.value) << decoded.faults.text();
  const auto& [name, gateway] = decoded.value->gateways.at(0);
  EXPECT_EQ(name, "default");
  EXPECT_EQ(gateway.port, 3000);
  ASSERT_EQ(gateway.policies.policies.size(), 2u);
  const auto* check = std::any_cast<TokenCheck>(&gateway.policies.policies[0].value);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->mode, Mode::strict);
  EXPECT_EQ(check->audiences, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(check->leeway, milliseconds(90'000));
  EXPECT_EQ(std::any_cast<milliseconds>(gateway.policies.policies[1].value), milliseconds(10));
  EXPECT_EQ(gateway.policies.policies[1].node.path(), "gateways.default.delay");
  EXPECT_EQ(decoded.value->names, std::vector<std::string>{"only"});
}

TEST(Schema, tells_all_faults_of_a_file_sorted_by_place) {
  EXPECT_EQ(faults_of(config_type(), R"(policies:
  jwtAuth:
    mode: strct
    audience: x
  extProc: {}
gateways:
  a:
    port: 70000
    jwtAuht: {}
)"),
            "config.yaml:3:5: policies.jwtAuth: missing the required key issuer\n"
            "config.yaml:3:11: policies.jwtAuth.mode: found \"strct\"; expected one of strict, "
            "optional, permissive; "
            "did you mean strict?\n"
            "config.yaml:4:5: policies.jwtAuth.audience: unknown key; did you mean audiences?\n"
            "config.yaml:5:3: policies.extProc: agentgateway knows this key; jotgate does not "
            "honour it yet\n"
            "config.yaml:8:11: gateways.a.port: found 70000; expected an integer from 1 to 65535\n"
            "config.yaml:9:5: gateways.a.jwtAuht: unknown key; did you mean jwtAuth?\n");
}

TEST(Schema, tells_each_fault_in_these_words) {
  struct Case {
    const char* text;
    const char* expected;
  };
  const std::vector<Case> cases = {
      {"[]", "config.yaml:1:1: found a list; expected a map\n"},
      {"", "config.yaml: found nothing; expected a map\n"},
      {"zebra: 1",
       "config.yaml:1:1: zebra: unknown key; expected one of gateways, names, policies\n"},
      {"Gateways: {}", "config.yaml:1:1: Gateways: unknown key; did you mean gateways?\n"},
      {"names: 5",
       "config.yaml:1:8: names: found 5; expected text or a list of text (put it in quotes)\n"},
      {"names: [a, {}]", "config.yaml:1:12: names[1]: found a map; expected text\n"},
      {"names: a\nname: b",
       "config.yaml:2:1: name: is another spelling of names, which stands here too\n"},
      {"names:",
       "config.yaml:1:1: warning: names: has no value and means nothing; leave the key out\n"},
      {"policies: {jwtAuth: }",
       "config.yaml:1:12: policies.jwtAuth: found nothing; expected a map\n"},
      {"policies: {delay: 5}",
       "config.yaml:1:19: policies.delay: found 5; expected a duration such as 300ms, 5m or "
       "1h30m\n"},
      {"policies: {delay: -5s}",
       "config.yaml:1:19: policies.delay: found \"-5s\"; expected a duration such as 300ms, 5m or "
       "1h30m\n"},
      {"policies: {delay: 5us}",
       "config.yaml:1:19: policies.delay: found \"5us\"; expected a multiple of 1ms\n"},
      {"policies: {jwtAuth: {issuer: ''}}",
       "config.yaml:1:30: policies.jwtAuth.issuer: found empty text; expected text that is not "
       "empty\n"},
      {"policies: {jwtAuth: {issuer: a, validationOptions: {}}}",
       "config.yaml:1:33: policies.jwtAuth.validationOptions: was removed; use "
       "jwtValidationOptions\n"},
      {"policies: {jwtAuth: {issuer: a, mode: permissive, audiences: [b]}}",
       "config.yaml:1:62: policies.jwtAuth.audiences: means nothing in permissive mode\n"},
      {"names: a\nnames: b",
       "config.yaml:2:1: names: the key \"names\" stands twice; first in line 1\n"},
      {"names: $GONE", "config.yaml:1:8: names: the variable \"GONE\" is not set\n"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(decode(config_type(), c.text).faults.text(), c.expected) << c.text;
}

TEST(Schema, never_prints_what_came_from_a_variable) {
  EXPECT_EQ(faults_of(config_type(), "policies: {jwtAuth: {issuer: a, mode: $WORD}}"),
            "config.yaml:1:39: policies.jwtAuth.mode: found the value of \"$WORD\"; expected one "
            "of strict, optional, "
            "permissive\n");
  EXPECT_EQ(faults_of(config_type(), "gateways: {a: {port: $WORD}}"),
            "config.yaml:1:22: gateways.a.port: found the value of \"$WORD\"; expected an integer "
            "from 1 to 65535\n");
}

TEST(Schema, takes_digits_from_a_variable_as_text_where_text_is_wanted) {
  const auto decoded = decode(config_type(), "names: [$DIGITS]");
  ASSERT_TRUE(decoded.value) << decoded.faults.text();
  EXPECT_EQ(decoded.value->names, std::vector<std::string>{"12345"});
  EXPECT_EQ(faults_of(config_type(), "names: [$EMPTY]"),
            "config.yaml:1:9: names[0]: found the value of \"$EMPTY\"; expected text\n");
}

TEST(Schema, picks_an_alternative_by_kind_or_by_key) {
  using Either = std::variant<std::string, TokenCheck>;
  const auto type =
      one_of<Either>({text().as<Either>(), object(token_check_object()).as<Either>()});
  EXPECT_EQ(decode(type, "word").value->index(), 0u);
  EXPECT_EQ(decode(type, "{issuer: a}").value->index(), 1u);
  EXPECT_EQ(faults_of(type, "[]"), "config.yaml:1:1: found a list; expected text or a map\n");

  const auto many = by_key<Either>("providers", any().then<Either>([](Node, const Node&, Faults&) {
    return std::optional<Either>("many");
  }),
                                   object(token_check_object()).as<Either>());
  EXPECT_EQ(decode(many, "{providers: []}").value->index(), 0u);
  EXPECT_EQ(decode(many, "{issuer: a}").value->index(), 1u);
}

TEST(Schema, holds_a_choice_of_keys) {
  struct Location {
    std::optional<std::string> header;
    std::optional<std::string> cookie;
  };
  const auto type = object(Object<Location>("Location", "Where the token is.")
                               .optional("header", &Location::header, text(), "A header.")
                               .optional("cookie", &Location::cookie, text(), "A cookie.")
                               .exactly_one_of({"header", "cookie"}));
  EXPECT_EQ(faults_of(type, "{header: a}"), "");
  EXPECT_EQ(faults_of(type, "{}"), "config.yaml:1:1: expected one of the keys header, cookie\n");
  EXPECT_EQ(faults_of(type, "{header: a, cookie: b}"),
            "config.yaml:1:1: found header, cookie; only one of them may stand\n");
}

TEST(Schema, prints_itself_as_json_schema) {
  const std::string printed = schema_of(config_type());
  const auto document = json::Document::parse(printed);
  ASSERT_TRUE(document) << printed;
  const auto definitions = *document->root().find("$defs");
  const auto gateway = *definitions.find("Gateway");
  EXPECT_EQ(gateway.find("additionalProperties")->as_bool(), false);
  EXPECT_EQ(gateway.find("required")->dump(), R"(["port"])");
  // Flattened: the policies' keys are the gateway's own, and each policy is described once.
  const auto policy = *gateway.find("properties")->find("jwtAuth");
  EXPECT_EQ(policy.find("$ref")->as_string(), "#/$defs/TokenCheck");
  const auto check = *definitions.find("TokenCheck")->find("properties");
  EXPECT_EQ(check.find("mode")->find("default")->as_string(), "optional");
  EXPECT_EQ(check.find("mode")->find("enum")->dump(), R"(["strict","optional","permissive"])");
  EXPECT_EQ(check.find("leeway")->find("x-jotgate")->as_bool(), true);
  EXPECT_FALSE(gateway.find("properties")->find("extProc"));
}

TEST(Schema, warns_of_a_deprecated_key_and_honours_it) {
  struct Llm {
    std::uint16_t port = 4000;
  };
  const auto type = object(Object<Llm>("Llm", "Models.")
                               .optional("port", &Llm::port, port(), "Own port.")
                               .deprecated("port", "use gateways"));
  const auto decoded = decode(type, "port: 5000");
  EXPECT_EQ(decoded.value->port, 5000);
  EXPECT_EQ(decoded.faults.text(), "config.yaml:1:1: warning: port: is deprecated; use gateways\n");
}

TEST(Schema, is_printed_with_a_line_for_each_member) {
  EXPECT_EQ(indented(R"({"a":[],"b":[1,{"c":"{,\""}]})"), R"({
  "a": [],
  "b": [
    1,
    {
      "c": "{,\""
    }
  ]
})");
}

TEST(Duration, reads_what_go_writes) {
  using std::chrono::nanoseconds;
  const std::map<std::string, std::int64_t> cases = {{"0", 0},
                                                     {"300ms", 300'000'000},
                                                     {"5m", 300'000'000'000},
                                                     {"1h30m", 5'400'000'000'000},
                                                     {"1.5h", 5'400'000'000'000},
                                                     {".5s", 500'000'000},
                                                     {"1.s", 1'000'000'000},
                                                     {"7us", 7'000},
                                                     {"7\xc2\xb5s", 7'000},
                                                     {"9ns", 9}};
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(parse_duration(text), nanoseconds(expected)) << text;
  for (const char* text :
       {"", "5", "-5s", "+5s", "5 s", "s", ".s", "5x", "1h-1m", "9223372037s", "999999999999h"})
    EXPECT_FALSE(parse_duration(text)) << text;
  EXPECT_EQ(duration_text(milliseconds(5'400'300)), "1h30m300ms");
}

}  // namespace
}  // namespace jg::config
