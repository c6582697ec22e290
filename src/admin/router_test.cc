#include "admin/router.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::admin {
namespace {

Router two_pages() {
  Router router;
  router.add("GET", "/a", "says a",
             at_once([](const AdminRequest&) { return AdminResponse{.body = "a"}; }));
  router.add("POST", "/a", "changes a", at_once([](const AdminRequest& request) {
               return AdminResponse{.body = std::string(request.query)};
             }));
  return router;
}

AdminResponse ask(std::string_view method, std::string_view path, std::string_view query = {}) {
  net::Loop loop;
  const Router pages = two_pages();
  return net::run(loop, pages.answer({.method = method, .path = path, .query = query}));
}

TEST(Router, picks_a_page_by_method_and_path) {
  EXPECT_EQ(ask("GET", "/a").body, "a");
  EXPECT_EQ(ask("POST", "/a", "x=1").body, "x=1");
}

TEST(Router, answers_head_as_get) { EXPECT_EQ(ask("HEAD", "/a").status, 200); }

TEST(Router, finds_no_other_path) {
  for (const char* path : {"/", "/b", "/a/", "/A", ""}) EXPECT_EQ(ask("GET", path).status, 404);
}

TEST(Router, says_which_methods_there_are) {
  const AdminResponse response = ask("DELETE", "/a");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.allow, "GET, HEAD, POST");
}

TEST(Router, lists_its_pages) {
  EXPECT_EQ(two_pages().listing(), "GET /a - says a\nPOST /a - changes a\n");
}

}  // namespace
}  // namespace jg::admin
