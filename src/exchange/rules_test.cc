#include "exchange/rules.h"

#include <gtest/gtest.h>

#include "config/schema.h"
#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::exchange {
namespace {

struct Loaded {
  std::shared_ptr<const RuleSet> rules;
  std::string faults;
};

Loaded load(const std::string& yaml) {
  LoadFake fake(yaml);
  std::vector<config::Node> levels;
  if (fake.root().is_list()) {
    for (const config::Node level : fake.root().children()) levels.push_back(level);
  } else {
    levels.push_back(fake.root());
  }
  auto rules = RuleSet::decode(levels, fake.context(), fake.faults);
  return {std::move(rules), fake.faults.text()};
}

Result<void> decide(const std::string& yaml, ExchangeFake& fake) {
  const Loaded loaded = load(yaml);
  EXPECT_TRUE(loaded.rules) << loaded.faults;
  return loaded.rules ? loaded.rules->evaluate(fake.exchange)
                      : fail(Blame::config, "test.load", loaded.faults);
}

bool lets_on(const std::string& yaml) {
  ExchangeFake fake;
  return decide(yaml, fake).has_value();
}

std::string refusal(const std::string& yaml) {
  ExchangeFake fake;
  const auto decided = decide(yaml, fake);
  return decided ? "let on" : decided.error().detail;
}

// One rule of each kind that is true, false, fails, or is no boolean.
constexpr const char* kTrue = "'1 == 1'";
constexpr const char* kFalse = "'1 == 2'";
constexpr const char* kFails = "'request.headers[\"x\"] == \"y\"'";
constexpr const char* kNumber = "'dyn(size(request.path))'";

std::string rule(const char* kind, const char* text) {
  return std::string("{") + kind + ": " + text + "}";
}
std::string rules(const std::vector<std::string>& items) {
  std::string out = "{rules: [";
  for (const std::string& item : items) out += item + ",";
  return out + "]}";
}

TEST(Rules, let_everything_on_when_there_are_none) { EXPECT_TRUE(lets_on("{rules: []}")); }

TEST(Rules, deny_only_what_is_true) {
  EXPECT_FALSE(lets_on(rules({rule("deny", kTrue)})));
  for (const char* text : {kFalse, kFails, kNumber})
    EXPECT_TRUE(lets_on(rules({rule("deny", text)}))) << text;
}

TEST(Rules, require_each_to_be_true) {
  EXPECT_TRUE(lets_on(rules({rule("require", kTrue), rule("require", kTrue)})));
  for (const char* text : {kFalse, kFails, kNumber})
    EXPECT_FALSE(lets_on(rules({rule("require", kTrue), rule("require", text)}))) << text;
}

TEST(Rules, allow_when_any_is_true) {
  EXPECT_TRUE(lets_on(rules({rule("allow", kFails), rule("allow", kTrue)})));
  for (const char* text : {kFalse, kFails, kNumber})
    EXPECT_FALSE(lets_on(rules({rule("allow", text)}))) << text;
}

TEST(Rules, let_deny_and_require_go_before_allow_whatever_their_order) {
  EXPECT_FALSE(lets_on(rules({rule("allow", kTrue), rule("deny", kTrue)})));
  EXPECT_FALSE(lets_on(rules({rule("allow", kTrue), rule("require", kFalse)})));
  EXPECT_TRUE(lets_on(rules({rule("allow", kTrue), rule("require", kTrue), rule("deny", kFalse)})));
  EXPECT_FALSE(lets_on(rules({rule("allow", kFalse), rule("require", kTrue)})));
  EXPECT_TRUE(lets_on(rules({rule("require", kTrue), rule("deny", kFalse)})));
}

TEST(Rules, take_bare_text_as_allow) {
  EXPECT_TRUE(lets_on(rules({kTrue})));
  EXPECT_FALSE(lets_on(rules({kFalse})));
}

TEST(Rules, of_several_levels_add_up) {
  const std::string open = rules({rule("allow", kTrue)});
  const std::string closed = rules({rule("allow", kFalse)});
  const std::string denies = rules({rule("deny", kTrue)});
  EXPECT_TRUE(lets_on("[" + open + "," + closed + "]"));  // any allow of any level is enough
  EXPECT_FALSE(lets_on("[" + open + "," + denies + "]"));
  EXPECT_FALSE(lets_on("[" + denies + "," + open + "]"));
}

TEST(Rules, read_verified_claims) {
  const std::string admins =
      "{rules: [{allow: 'request.path == \"/admin\" && jwt.groups.contains(\"admins\")'}]}";
  ExchangeFake fake;
  fake.set_target("/admin");
  EXPECT_FALSE(decide(admins, fake));
  fake.identify(R"({"groups":["users"]})");
  EXPECT_FALSE(decide(admins, fake));
  fake.identify(R"({"groups":["users","admins"]})");
  EXPECT_TRUE(decide(admins, fake));
}

TEST(Rules, name_the_one_that_decided_for_the_operator) {
  EXPECT_EQ(refusal(rules({rule("deny", kFalse), rule("deny", kTrue)})),
            "deny rule rules[1] (\"1 == 1\") is true");
  EXPECT_EQ(refusal(rules({rule("require", kFalse)})),
            "require rule rules[0] (\"1 == 2\") is not true");
  EXPECT_EQ(refusal(rules({rule("require", "'request.path'")})),
            "require rule rules[0] (\"request.path\") is not a boolean");
  EXPECT_EQ(refusal(rules({kFalse, kFalse})), "none of 2 allow rules is true");
  EXPECT_EQ(refusal(rules({"'jwt.sub == \"a\"'"})),
            "none of 1 allow rules is true; the request carries no verified token or key; "
            "allow rule rules[0] (\"jwt.sub == \\\"a\\\"\") failed (cel.no_such_key: no such key)");
}

TEST(Rules, refuse_with_the_code_they_are_given) {
  ExchangeFake fake;
  const Loaded loaded = load(rules({kFalse}));
  EXPECT_STREQ(loaded.rules->evaluate(fake.exchange).error().code, "authorization.denied");
  EXPECT_STREQ(loaded.rules->evaluate(fake.exchange, "llm.model_denied").error().code,
               "llm.model_denied");
}

TEST(Rules, know_whether_a_caller_must_be_known) {
  const char* claims = "'jwt.sub == \"a\"'";
  EXPECT_TRUE(load(rules({rule("allow", claims)})).rules->needs_identity());
  EXPECT_TRUE(load(rules({rule("require", claims)})).rules->needs_identity());
  EXPECT_FALSE(load(rules({rule("deny", claims)})).rules->needs_identity());
  EXPECT_FALSE(load(rules({rule("allow", kTrue)})).rules->needs_identity());
}

TEST(Rules, tell_what_is_wrong_with_them) {
  EXPECT_NE(load("{rules: [{alow: 'true'}]}").faults.find("did you mean allow?"),
            std::string::npos);
  EXPECT_NE(
      load("{rules: [{allow: 'true', deny: 'true'}]}").faults.find("only one of them may stand"),
      std::string::npos);
  EXPECT_NE(load("{rules: [{}]}").faults.find("expected one of the keys allow, deny, require"),
            std::string::npos);
  EXPECT_NE(load("{rules: [{deny: }]}").faults.find("found nothing"), std::string::npos);
  EXPECT_NE(load("{}").faults.find("missing the required key rules"), std::string::npos);
  EXPECT_FALSE(load("{rules: [{allow: 'jwt.sub =='}]}").rules);
  EXPECT_EQ(load("{rules: [{allow: 'request.bodyPrefix == b\"x\"'}]}").faults,
            "config.yaml:1:19: rules[0].allow: 'request.bodyPrefix' is not supported yet\n"
            "  request.bodyPrefix == b\"x\"\n"
            "  ^~~~~~~~~~~~~~~~~~\n");
  EXPECT_NE(load("{rules: []}").faults.find("has no rules and refuses nobody"), std::string::npos);
}

TEST(Rules, warn_of_a_deny_rule_that_an_absent_claim_opens) {
  EXPECT_EQ(load("{rules: [{deny: 'jwt.role == \"guest\"'}]}").faults,
            "config.yaml:1:10: warning: rules[0]: denies nobody who has no claim \"role\"; begin "
            "with !has(jwt.role) || "
            "..., or turn it round and use require\n");
  for (const char* text : {"!has(jwt.role) || jwt.role == \"guest\"",
                           "default(jwt.role, \"guest\") == \"guest\"", "request.path == \"/a\""})
    EXPECT_EQ(load(rules({rule("deny", ("'" + std::string(text) + "'").c_str())})).faults, "")
        << text;
  EXPECT_EQ(load("{rules: [{require: 'jwt.role != \"guest\"'}]}").faults, "");
}

TEST(Rules, do_not_show_text_that_came_from_a_variable) {
  LoadFake fake("{rules: [{deny: $RULE}]}", {{"RULE", "1 == 1"}});
  const auto set = RuleSet::decode({fake.root()}, fake.context(), fake.faults);
  ASSERT_TRUE(set) << fake.faults.text();
  EXPECT_EQ(set->rules()[0].name.find("1 == 1"), std::string::npos);
}

TEST(Rules, describe_themselves_as_json_schema) {
  EXPECT_NE(config::schema_text(rule_set_schema).find("AuthorizationRule"), std::string::npos);
}

// The scopes that a challenge names after this refusal.
std::string missing_scope(const std::string& yaml) {
  ExchangeFake fake;
  const auto loaded = load(yaml);
  EXPECT_TRUE(loaded.rules) << loaded.faults;
  EXPECT_FALSE(loaded.rules->evaluate(fake.exchange));
  return std::string(fake.exchange.missing_scope);
}

TEST(Rules, leave_the_scopes_of_the_rule_that_refused) {
  const std::string scopes = ", scopes: [read, write]}";
  EXPECT_EQ(missing_scope("{rules: [{deny: '1 == 1'" + scopes + "]}"), "read write");
  EXPECT_EQ(missing_scope("{rules: [{require: '1 == 2'" + scopes + "]}"), "read write");
  EXPECT_EQ(missing_scope("{rules: [{require: '1 == 1'" + scopes + ", {require: '1 == 2'}]}"), "");
  EXPECT_EQ(missing_scope("{rules: [{allow: '1 == 2'}, {allow: '1 == 3'" + scopes +
                          ", {allow: '1 == 4', scopes: [x]}]}"),
            "read write");
  EXPECT_EQ(missing_scope("{rules: [{require: '1 == 1'" + scopes + ", {allow: '1 == 2'}]}"), "");
}

TEST(Rules, take_no_scope_that_is_no_word) {
  for (const char* scope : {"'a b'", "'a\"b'", "'a\\b'", "'\u00e4'", "''"})
    EXPECT_FALSE(load(std::string("{rules: [{allow: '1 == 1', scopes: [") + scope + "]}]}").rules)
        << scope;
  EXPECT_FALSE(load("{rules: [{scopes: [a]}]}").rules);
}

}  // namespace
}  // namespace jg::exchange
