#include "llm/model_table.h"

#include <gtest/gtest.h>

#include "llm/harness_fake.h"
#include "llm/providers/echo.h"

namespace jg::llm {
namespace {

Model model(std::string pattern) {
  return {std::move(pattern), Visibility::listed, std::make_shared<EchoProvider>(), {}};
}

Model denied(std::string pattern) {
  Model out = model(std::move(pattern));
  out.allowed = [](exchange::Exchange&) { return fail(Blame::client, "llm.model_denied"); };
  return out;
}

Model internal(std::string pattern) {
  Model out = model(std::move(pattern));
  out.visibility = Visibility::internal;
  return out;
}

// The pattern of the model found, or the code.
std::string resolved(std::vector<Model> models, std::string_view name) {
  AskFake fake;
  const ModelTable table(std::move(models));
  const auto found = table.resolve(name, fake.exchange);
  return found ? (*found)->pattern : found.error().code;
}

TEST(Pattern, has_its_star_alone_in_front_or_at_the_end) {
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_TRUE(matches_pattern("gpt-*", "gpt-4o"));
  EXPECT_FALSE(matches_pattern("gpt-*", "xgpt-4o"));
  EXPECT_TRUE(matches_pattern("*-mini", "o4-mini"));
  EXPECT_FALSE(matches_pattern("*-mini", "o4-mini-2"));
  EXPECT_TRUE(matches_pattern("gpt-4o", "gpt-4o"));
  EXPECT_FALSE(matches_pattern("gpt-4o", "GPT-4o"));
}

TEST(ModelTable, prefers_the_longest_pattern_whatever_the_order) {
  EXPECT_EQ(resolved({model("*"), model("gpt-*"), model("gpt-4o")}, "gpt-4o"), "gpt-4o");
  EXPECT_EQ(resolved({model("*"), model("gpt-*"), model("gpt-4o")}, "gpt-5"), "gpt-*");
  EXPECT_EQ(resolved({model("*"), model("gpt-*"), model("gpt-4o")}, "o4"), "*");
  EXPECT_EQ(resolved({model("*mini"), model("gpt-*")}, "gpt-4o-mini"), "*mini");
}

TEST(ModelTable, takes_the_first_in_the_file_among_equals) {
  EXPECT_EQ(resolved({model("*abc"), model("abc*")}, "abc"), "*abc");
  EXPECT_EQ(resolved({model("abc*"), model("abc")}, "abc"), "abc*");
  EXPECT_EQ(resolved({model("abc"), model("abc*")}, "abc"), "abc");
}

TEST(ModelTable, goes_on_to_the_next_model_that_may_be_used) {
  EXPECT_EQ(resolved({denied("gpt-4o"), model("gpt-*")}, "gpt-4o"), "gpt-*");
  EXPECT_EQ(resolved({denied("gpt-4o"), model("gpt-4o")}, "gpt-4o"), "gpt-4o");
  EXPECT_EQ(resolved({denied("gpt-4o"), denied("*")}, "gpt-4o"), "llm.model_denied");
}

TEST(ModelTable, does_not_find_what_is_not_there_or_internal) {
  EXPECT_EQ(resolved({model("gpt-4o")}, "gpt-4"), "llm.model_not_found");
  EXPECT_EQ(resolved({}, "gpt-4"), "llm.model_not_found");
  EXPECT_EQ(resolved({internal("gpt-4o")}, "gpt-4o"), "llm.model_not_found");
}

TEST(ModelTable, shows_what_the_caller_may_use_in_the_order_of_the_file) {
  AskFake fake;
  std::vector<Model> models = {model("b"), denied("c"), internal("d"), model("a-*")};
  const ModelTable table(std::move(models));
  const auto seen = table.visible(fake.exchange);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0]->pattern, "b");
  EXPECT_EQ(seen[1]->pattern, "a-*");
}

}  // namespace
}  // namespace jg::llm
