#include "admin/servers.h"

#include <gtest/gtest.h>

namespace jg::admin {
namespace {

constexpr std::string_view kHere = "localhost:15000";

struct Fixture {
  log::Level level = log::Level::info;
  AdminServer server{kHere,
                     {.redacted_config_json = [] { return std::string(R"({"binds":[]})"); },
                      .logging = {.level = [this] { return level; },
                                  .set_level = [this](log::Level to) { level = to; }}}};

  AdminResponse ask(std::string_view method, std::string_view path, std::string_view query = {}) {
    return server.answer({method, path, query, kHere, {}});
  }
};

TEST(Readiness, is_ready_when_nothing_is_pending) {
  const Router pages = readiness_pages([] { return std::vector<std::string>(); });
  const AdminResponse response = pages.answer({"GET", "/healthz/ready", {}, "10.1.2.3", {}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ready\n");
}

TEST(Readiness, names_what_is_pending) {
  const Router pages = readiness_pages([] { return std::vector<std::string>{"config", "keys"}; });
  const AdminResponse response = pages.answer({"GET", "/healthz/ready", {}, "10.1.2.3", {}});
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "not ready, pending: config, keys\n");
}

TEST(Stats, serves_the_metrics_at_both_paths) {
  const Router pages = stats_pages([] { return std::string("x 1\n"); });
  for (const char* path : {"/metrics", "/stats/prometheus"}) {
    const AdminResponse response = pages.answer({"GET", path, {}, "10.1.2.3", {}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(response.body, "x 1\n");
  }
}

TEST(Admin, serves_the_configuration_as_json) {
  const AdminResponse response = Fixture().ask("GET", "/config_dump");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body, R"({"binds":[]})");
}

TEST(Admin, shows_the_log_level) {
  EXPECT_EQ(Fixture().ask("POST", "/logging").body, "level: info\n");
}

TEST(Admin, changes_the_log_level) {
  Fixture fixture;
  EXPECT_EQ(fixture.ask("POST", "/logging", "level=debug").body, "level: debug\n");
  EXPECT_EQ(fixture.level, log::Level::debug);
}

TEST(Admin, refuses_a_level_that_does_not_exist) {
  Fixture fixture;
  EXPECT_EQ(fixture.ask("POST", "/logging", "level=rbac%3Ddebug").status, 400);
  EXPECT_EQ(fixture.ask("POST", "/logging", "level=").status, 400);
  EXPECT_EQ(fixture.level, log::Level::info);
}

TEST(Admin, changes_nothing_on_get) {
  Fixture fixture;
  EXPECT_EQ(fixture.ask("GET", "/logging", "level=off").status, 405);
  EXPECT_EQ(fixture.level, log::Level::info);
}

TEST(Admin, lists_every_page) {
  const std::string listing = Fixture().ask("GET", "/").body;
  for (const char* line :
       {"GET / - ", "GET /healthz - ", "GET /config_dump - ", "POST /logging - "}) {
    EXPECT_NE(listing.find(line), std::string::npos) << line;
  }
}

TEST(Admin, answers_nobody_from_elsewhere) {
  Fixture fixture;
  for (const char* path : {"/", "/config_dump", "/logging", "/none"}) {
    EXPECT_EQ(fixture.server.answer({"GET", path, {}, "evil.example", {}}).status, 403);
  }
  EXPECT_EQ(fixture.server.answer({"POST", "/logging", "level=off", kHere, "https://evil.example"})
                .status,
            403);
  EXPECT_EQ(fixture.level, log::Level::info);
}

}  // namespace
}  // namespace jg::admin
