#include "app/load.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/clock_fake.h"

namespace jg::app {
namespace {

constexpr std::string_view kServicesOff =
    "config: {adminAddr: off, statsAddr: off, readinessAddr: off}\n";

struct Loading : testing::Test {
  FakeClock clock{std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000))};
  upstream::Clients clients;
  net::TicketKeys tickets;
  config::Faults faults;
  std::unique_ptr<Loaded> loaded;

  bool load_text(const std::string& yaml) {
    faults = {};
    loaded = load({"config.yaml", yaml}, {clock, ".", clients, tickets}, faults);
    return loaded != nullptr;
  }
  // The faults of a file that must not load.
  std::string refusal(const std::string& yaml) { return load_text(yaml) ? "taken" : faults.text(); }
  const proxy::Port& port(std::size_t index = 0) const {
    return *loaded->snapshot->ports.at(index);
  }
  std::string route(const proxy::Listener& listener, std::string_view path,
                    std::string_view host = "a") const {
    http::RequestHead head;
    head.method = "GET";
    head.path = head.target = path;
    const auto found = listener.router.find(host, head);
    return found.route == nullptr ? "none" : found.route->info.name;
  }
};

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(Loading, gives_routes_to_the_gateway_called_default) {
  ASSERT_TRUE(
      load_text("gateways: {default: {port: 3000}, other: {port: 3001}}\n"
                "routes: [{backends: [{host: localhost:8080}]}]\n"))
      << faults.text();
  ASSERT_EQ(loaded->snapshot->ports.size(), 2u);
  EXPECT_EQ(port(0).address.port, 3000);
  EXPECT_EQ(port(0).listeners.at(0).bind, "bind/3000");
  EXPECT_EQ(port(0).listeners.at(0).gateway, "default/default");
  EXPECT_EQ(route(port(0).listeners.at(0), "/"), "default/route0");
  EXPECT_EQ(route(port(1).listeners.at(0), "/"), "none");
}

TEST_F(Loading, attaches_routes_to_gateways_and_to_single_listeners) {
  ASSERT_TRUE(
      load_text("gateways:\n"
                "  g:\n"
                "    port: 3000\n"
                "    listeners: [{name: one, hostname: one.example}, {hostname: '*.example'}]\n"
                "routes:\n"
                "- {name: both, gateways: g, matches: [{path: {pathPrefix: /both}}]}\n"
                "- {name: single, gateways: [g/one], matches: [{path: {exact: /single}}]}\n"
                "- {name: second, gateways: [g/listener1], matches: [{path: {regex: /s.*}}]}\n"))
      << faults.text();
  const proxy::Listener* one = port().find("one.example");
  const proxy::Listener* wild = port().find("two.example");
  ASSERT_NE(one, nullptr);
  ASSERT_NE(wild, nullptr);
  EXPECT_EQ(one->name, "one");
  EXPECT_EQ(wild->name, "listener1");
  EXPECT_EQ(port().find("elsewhere"), nullptr);
  EXPECT_EQ(route(*one, "/both"), "default/both");
  EXPECT_EQ(route(*wild, "/both"), "default/both");
  EXPECT_EQ(route(*one, "/single"), "default/single");
  EXPECT_EQ(route(*wild, "/single"), "default/second");
}

TEST_F(Loading, takes_binds_with_their_own_routes) {
  ASSERT_TRUE(
      load_text("binds:\n"
                "- port: 3000\n"
                "  listeners:\n"
                "  - routes: [{name: a, hostnames: [A.example]}, {matches: [{method: GET}]}]\n"))
      << faults.text();
  EXPECT_EQ(route(port().listeners.at(0), "/", "a.example"), "default/a");
  EXPECT_EQ(route(port().listeners.at(0), "/", "b.example"), "default/route1");
}

TEST_F(Loading, refuses_a_port_that_two_claim) {
  const std::string said = refusal("gateways: {a: {port: 3000}, b: {port: 3000}}\n");
  EXPECT_TRUE(says(said, "port 3000 is claimed by gateways.a and by gateways.b")) << said;
  EXPECT_TRUE(says(refusal("gateways: {a: {port: 3000}}\nbinds: [{port: 3000, listeners: []}]\n"),
                   "claimed by"));
}

TEST_F(Loading, refuses_a_port_that_an_own_server_has) {
  const std::string said = refusal("gateways: {default: {port: 15020}}\n");
  EXPECT_TRUE(says(said, "port 15020 is claimed by config.statsAddr and by gateways.default"))
      << said;
  EXPECT_TRUE(load_text("gateways: {default: {port: 15020}}\n" + std::string(kServicesOff)))
      << faults.text();
  EXPECT_TRUE(says(refusal("config: {adminAddr: 'localhost:9', statsAddr: 'localhost:9'}\n"),
                   "port 9 is claimed by"));
}

TEST_F(Loading, lets_the_kernel_choose_as_many_ports_as_there_are) {
  EXPECT_TRUE(
      load_text("config: {adminAddr: 'localhost:0', statsAddr: 'localhost:0'}\n"
                "gateways: {a: {port: 0}, b: {port: 0}}\n"))
      << faults.text();
}

TEST_F(Loading, refuses_routes_that_are_attached_to_nothing) {
  const std::string unknown =
      refusal("gateways: {default: {port: 3000}}\nroutes: [{gateways: [x]}]\n");
  EXPECT_TRUE(says(unknown, "there is no gateway or gateway/listener called x")) << unknown;
  const std::string nowhere = refusal("gateways: {g: {port: 3000}}\nroutes: [{name: a}]\n");
  EXPECT_TRUE(says(nowhere, "no gateway is called default")) << nowhere;
}

TEST_F(Loading, refuses_what_stands_beside_listeners) {
  const std::string said =
      refusal("gateways: {g: {port: 3000, protocol: HTTP, listeners: [{name: a}]}}\n");
  EXPECT_TRUE(says(said, "a gateway with listeners may hold only port beside them")) << said;
}

TEST_F(Loading, refuses_protocols_that_are_not_spoken) {
  EXPECT_TRUE(
      says(refusal("gateways: {g: {port: 3000, protocol: TLS}}\n"), "does not honour it yet"));
  EXPECT_TRUE(says(refusal("gateways: {g: {port: 3000, protocol: http}}\n"), "expected HTTP"));
}

TEST_F(Loading, refuses_matches_that_could_never_fit_or_mean_two_things) {
  const auto match = [](std::string_view text) {
    return "gateways: {default: {port: 3000}}\nroutes: [{matches: [" + std::string(text) + "]}]\n";
  };
  for (const std::string_view bad :
       {"{path: {exact: a}}", "{path: {exact: /a/../b}}", "{path: {pathPrefix: /%61}}",
        "{path: {pathPrefix: '/a?b'}}", "{path: {regex: '('}}",
        "{path: {exact: /a, pathPrefix: /a}}", "{path: {}}", "{method: ''}",
        "{headers: [{name: x}]}", "{headers: [{name: x, value: {exact: a, regex: a}}]}",
        "{cookies: []}"})
    EXPECT_FALSE(load_text(match(bad))) << bad;
  for (const std::string_view good :
       {"{path: {exact: /a/b}}", "{path: {pathPrefix: /}}", "{path: {regex: '/[a-z]+'}}",
        "{method: GET}", "{}", "{headers: [{name: X-Tier, value: {exact: ''}}]}",
        "{query: [{name: a, value: {regex: '.*'}}]}"})
    EXPECT_TRUE(load_text(match(good))) << good << ": " << faults.text();
}

TEST_F(Loading, lowers_the_names_of_headers_but_not_of_parameters) {
  ASSERT_TRUE(
      load_text("gateways: {default: {port: 3000}}\n"
                "routes: [{matches: [{headers: [{name: X-A, value: {exact: V}}], query: [{name: Q, "
                "value: {exact: V}}]}]}]\n"))
      << faults.text();
  const auto& match = port().listeners.at(0).router.routes().at(0)->matches.at(0);
  EXPECT_EQ(match.headers.at(0).name, "x-a");
  EXPECT_EQ(match.query.at(0).name, "Q");
}

TEST_F(Loading, refuses_host_names_that_no_request_has) {
  const auto hostname = [](std::string_view text) {
    return "gateways: {default: {port: 3000}}\nroutes: [{hostnames: ['" + std::string(text) +
           "']}]\n";
  };
  for (const std::string_view bad : {"a.*", "*a.example", "**", "a b", "a:80", "http://a", ""})
    EXPECT_FALSE(load_text(hostname(bad))) << bad;
  for (const std::string_view good : {"a", "A.example", "*.example", "*"})
    EXPECT_TRUE(load_text(hostname(good))) << good;
}

TEST_F(Loading, takes_workers_as_a_number_or_a_share) {
  const auto workers = [&](std::string_view text) {
    return load_text("config: {workerThreads: " + std::string(text) + "}\n")
               ? static_cast<int>(loaded->context.workers)
               : -1;
  };
  const int processors = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  EXPECT_EQ(workers("3"), 3);
  EXPECT_EQ(workers("'3'"), 3);
  EXPECT_EQ(workers("'100%'"), processors);
  EXPECT_EQ(workers("'50%'"), std::max(1, processors / 2));
  EXPECT_EQ(workers("'1%'"), std::max(1, processors / 100));
  for (const std::string_view bad :
       {"0", "'0'", "'0%'", "'101%'", "-1", "1025", "'3 %'", "'%'", "many", "1.5"})
    EXPECT_EQ(workers(bad), -1) << bad;
}

TEST_F(Loading, takes_addresses_of_own_servers) {
  ASSERT_TRUE(
      load_text("config: {adminAddr: 'localhost:1', statsAddr: '[::1]:2', readinessAddr: off}\n"))
      << faults.text();
  EXPECT_EQ(loaded->root.settings.admin->host, "127.0.0.1");
  EXPECT_EQ(loaded->root.settings.stats->host, "[::1]");
  EXPECT_EQ(loaded->root.settings.stats->port, 2);
  EXPECT_FALSE(loaded->root.settings.readiness.has_value());
  for (const std::string_view bad :
       {"localhost", "localhost:", ":80", "localhost:65536", "localhost:99999", "localhost:-1",
        "localhost:8x", "::1:80", "unix:/tmp/x"})
    EXPECT_FALSE(load_text("config: {adminAddr: '" + std::string(bad) + "'}\n")) << bad;
}

TEST_F(Loading, refuses_backends_that_are_no_host_and_port) {
  const auto backend = [](std::string_view text) {
    return "gateways: {default: {port: 3000}}\nroutes: [{backends: [" + std::string(text) + "]}]\n";
  };
  for (const std::string_view bad :
       {"{host: localhost}", "{host: 'localhost:0'}", "{host: 'http://a:80'}",
        "{host: 'a:80', weight: -1}", "{weight: 1}"})
    EXPECT_FALSE(load_text(backend(bad))) << bad;
  for (const std::string_view good : {"{host: 'localhost:80'}", "{host: '[::1]:80', weight: 0}",
                                      "{host: 'a:443', policies: {backendTLS: {}}}"})
    EXPECT_TRUE(load_text(backend(good))) << good << ": " << faults.text();
}

}  // namespace
}  // namespace jg::app
