#include "admin/explain.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::admin {
namespace {

AdminResponse ask(const Page& page, const AdminRequest& request) {
  net::Loop loop;
  return net::run(loop, page(request));
}

Task<Explained> echo(std::string question, ExplainForm form) {
  co_return Explained{question.empty() ? 400 : 200,
                      question + (form == ExplainForm::text ? " as text" : " as json")};
}

TEST(ExplainPage, is_closed_without_a_source) {
  const AdminResponse response = ask(explain_page(nullptr), {.body = "{}"});
  EXPECT_EQ(response.status, 403);
  EXPECT_NE(response.body.find("explainTokens"), std::string::npos);
}

TEST(ExplainPage, answers_in_the_form_that_is_asked_for) {
  const Page page = explain_page(&echo);
  const AdminResponse json = ask(page, {.body = "q"});
  EXPECT_EQ(json.body, "q as json");
  EXPECT_EQ(json.content_type, kJson);
  const AdminResponse text = ask(page, {.accept = "text/plain", .body = "q"});
  EXPECT_EQ(text.body, "q as text");
  EXPECT_EQ(text.content_type, kPlainText);
}

TEST(ExplainPage, tells_faults_in_plain_text) {
  const AdminResponse response = ask(explain_page(&echo), {});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.content_type, kPlainText);
}

}  // namespace
}  // namespace jg::admin
