#include "exchange/expression.h"

#include <gtest/gtest.h>

#include "exchange/load_fake.h"
#include "exchange/variables.h"

namespace jg::exchange {
namespace {

std::string faults_of(std::string yaml,
                      std::map<std::string, std::string, std::less<>> variables = {}) {
  LoadFake load(std::move(yaml), std::move(variables));
  const auto expression = expression_type().decode(load.root(), load.faults);
  EXPECT_EQ(expression.has_value(), !load.faults.has_errors());
  return load.faults.text();
}

TEST(Expression, is_compiled_from_text) {
  LoadFake load("'request.path == \"/a\"'");
  const auto expression = expression_type().decode(load.root(), load.faults);
  ASSERT_TRUE(expression) << load.faults.text();
  EXPECT_EQ((*expression)->text(), "request.path == \"/a\"");
}

TEST(Expression, tells_a_fault_at_its_very_place) {
  EXPECT_EQ(faults_of("'jwt.sub == \"a\" && reqest.path == \"/x\"'"),
            "config.yaml:1:20: there is no variable 'reqest' here; did you mean 'request'?\n"
            "  jwt.sub == \"a\" && reqest.path == \"/x\"\n"
            "                    ^~~~~~\n");
  EXPECT_EQ(faults_of("|\n  jwt.sub == \"a\" &&\n  reqest.path == \"/x\"\n"),
            "config.yaml:3:3: there is no variable 'reqest' here; did you mean 'request'?\n"
            "  reqest.path == \"/x\"\n"
            "  ^~~~~~\n");
}

TEST(Expression, tells_all_faults_of_one_text) {
  const std::string told = faults_of("'request.pth == 1 || jwtt.sub == 2'");
  EXPECT_NE(told.find("'request' has no member 'pth'; did you mean 'path'?"), std::string::npos)
      << told;
  EXPECT_NE(told.find("there is no variable 'jwtt' here; did you mean 'jwt'?"), std::string::npos)
      << told;
}

TEST(Expression, says_not_supported_yet_of_what_agentgateway_has) {
  const std::vector<std::string> names = {"request.bodyPrefix",
                                          "request.endTime",
                                          "source.unverifiedWorkload",
                                          "source.connectHeaders",
                                          "source.tunnel",
                                          "backend.type",
                                          "proxy",
                                          "llmRequest",
                                          "llm.prompt",
                                          "llm.cost",
                                          "mcpGuardrails"};
  for (const std::string& name : names) {
    const std::string told = faults_of("'" + name + " == 1'");
    EXPECT_NE(told.find("'" + name + "' is not supported yet"), std::string::npos) << told;
  }
  EXPECT_NE(
      faults_of("'request[\"bodyPrefix\"] == 1'").find("'request.bodyPrefix' is not supported"),
      std::string::npos);
}

TEST(Expression, warns_once_of_a_root_that_is_always_absent) {
  EXPECT_EQ(faults_of("'extauthz.user == \"a\" || extauthz.name == \"b\"'"),
            "config.yaml:1:2: warning: 'extauthz' is always null here\n"
            "  extauthz.user == \"a\" || extauthz.name == \"b\"\n"
            "  ^~~~~~~~\n");
}

TEST(Expression, must_be_text) {
  EXPECT_EQ(faults_of("true"),
            "config.yaml:1:1: found true; expected a CEL expression in quotes\n");
  EXPECT_NE(faults_of("''"), "");
}

}  // namespace
}  // namespace jg::exchange
