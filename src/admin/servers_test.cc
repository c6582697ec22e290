#include "admin/servers.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::admin {
namespace {

constexpr std::string_view kHere = "localhost:15000";

Task<std::string> later(std::string text) { co_return text; }

AdminResponse ask(const Router& pages, std::string_view path, std::string_view accept = {}) {
  net::Loop loop;
  const AdminRequest request{.method = "GET", .path = path, .host = "10.1.2.3", .accept = accept};
  return net::run(loop, pages.answer(request));
}

struct Fixture {
  net::Loop loop;
  log::Level level = log::Level::info;
  int stops = 0;
  std::size_t refreshes = 0;
  AdminServer server{kHere,
                     {.config = [] { return later(R"({"binds":[]})"); },
                      .connections = [] { return later("{}"); },
                      .memory = [] { return later("{}"); },
                      .keys = [] { return later(R"({"sources":[]})"); },
                      .refresh_keys = [this] { return ++refreshes; },
                      .logging = {.level = [this] { return level; },
                                  .set_level = [this](log::Level to) { level = to; }},
                      .explain = nullptr,
                      .cel = nullptr,
                      .stop = [this] { ++stops; }}};

  AdminResponse ask(const AdminRequest& request) { return net::run(loop, server.answer(request)); }
  AdminResponse ask(std::string_view method, std::string_view path, std::string_view query = {}) {
    return ask({.method = method, .path = path, .query = query, .host = kHere});
  }
};

TEST(Readiness, is_ready_when_nothing_is_pending) {
  const Router pages = readiness_pages([] { return Readiness(); });
  const AdminResponse response = ask(pages, "/healthz/ready");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ready\n");
}

TEST(Readiness, names_what_is_pending) {
  const Router pages = readiness_pages([] { return Readiness{{"config", "keys"}, {}}; });
  const AdminResponse response = ask(pages, "/healthz/ready");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "not ready, pending: config, keys\n");
}

TEST(Readiness, tells_what_is_the_matter_while_it_is_ready) {
  const Router pages = readiness_pages([] { return Readiness{{}, {"an old configuration"}}; });
  const AdminResponse response = ask(pages, "/healthz/ready");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ready\nan old configuration\n");
}

TEST(Readiness, speaks_json_to_who_reads_it) {
  const Router pages = readiness_pages([] { return Readiness{{"keys"}, {"x"}}; });
  const AdminResponse response = ask(pages, "/healthz/ready", "application/json");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body, "{\"ready\":false,\"pending\":[\"keys\"],\"remarks\":[\"x\"]}\n");
}

Task<std::string> metrics_as(telemetry::ExpositionFormat format) {
  co_return format == telemetry::ExpositionFormat::prometheus ? "x 1\n" : "# EOF\n";
}

TEST(Stats, serves_the_metrics_at_both_paths) {
  const Router pages = stats_pages(&metrics_as);
  for (const char* path : {"/metrics", "/stats/prometheus"}) {
    const AdminResponse response = ask(pages, path);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(response.body, "x 1\n");
  }
}

TEST(Stats, serves_open_metrics_to_who_reads_it) {
  const Router pages = stats_pages(&metrics_as);
  const AdminResponse response = ask(pages, "/metrics", "application/openmetrics-text");
  EXPECT_EQ(response.content_type, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_EQ(response.body, "# EOF\n");
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
  for (const char* line : {"GET / - ", "GET /healthz - ", "GET /config_dump - ",
                           "GET /debug/connections - ", "GET /memory - ", "GET /keys - ",
                           "POST /keys/refresh - ", "POST /logging - ", "POST /quitquitquit - "}) {
    EXPECT_NE(listing.find(line), std::string::npos) << line;
  }
}

TEST(Admin, shows_keys_and_fetches_them_when_told) {
  Fixture fixture;
  EXPECT_EQ(fixture.ask("GET", "/keys").body, R"({"sources":[]})");
  EXPECT_EQ(fixture.ask("GET", "/keys/refresh").status, 405);
  EXPECT_EQ(fixture.refreshes, 0u);
  EXPECT_EQ(fixture.ask("POST", "/keys/refresh").body, "fetching now: 1\n");
}

TEST(Admin, ends_the_gateway) {
  Fixture fixture;
  EXPECT_EQ(fixture.ask("GET", "/quitquitquit").status, 405);
  EXPECT_EQ(fixture.stops, 0);
  EXPECT_EQ(fixture.ask("POST", "/quitquitquit").status, 200);
  EXPECT_EQ(fixture.stops, 1);
}

TEST(Admin, answers_nobody_from_elsewhere) {
  Fixture fixture;
  for (const char* path : {"/", "/config_dump", "/logging", "/none"})
    EXPECT_EQ(fixture.ask({.method = "GET", .path = path, .host = "evil.example"}).status, 403);
  for (const char* path : {"/logging", "/keys/refresh", "/quitquitquit"}) {
    EXPECT_EQ(fixture
                  .ask({.method = "POST",
                        .path = path,
                        .query = "level=off",
                        .host = kHere,
                        .origin = "https://evil.example"})
                  .status,
              403);
  }
  EXPECT_EQ(fixture.level, log::Level::info);
  EXPECT_EQ(fixture.stops, 0);
}

}  // namespace
}  // namespace jg::admin
