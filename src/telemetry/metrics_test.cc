#include "telemetry/metrics.h"

#include <gtest/gtest.h>

#include <thread>

#include "telemetry/worker_metrics.h"

namespace jg::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr ProcessFacts kFacts{.version = "0.1.0",
                              .config_synchronized = true,
                              .reloads_taken = 4,
                              .reloads_refused = 2,
                              .access_log_dropped = 3};

Record plain() {
  Record record;
  record.duration = 12ms;
  record.bind = "bind/3000";
  record.gateway = "default";
  record.listener = "listener0";
  record.route = "default/route0";
  record.backend = "localhost:8080";
  record.protocol = "http";
  record.method = "GET";
  record.status = 200;
  record.response_bytes = 100;
  return record;
}

Record refusal() {
  Record record = plain();
  record.backend = {};
  record.status = 401;
  record.code = "jwt.expired";
  record.reason = "JwtAuth";
  return record;
}

Record llm_call() {
  Record record = plain();
  LlmRecord llm;
  llm.operation = "chat";
  llm.provider = "openai";
  llm.request_model = "gpt";
  llm.response_model = "gpt-1";
  llm.input_tokens = 16;
  llm.output_tokens = 17;
  record.llm = llm;
  return record;
}

// Whether the exposition has this line.
testing::AssertionResult has(const std::string& text, const std::string& line) {
  if (("\n" + text).find("\n" + line + "\n") != std::string::npos)
    return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no line " << line << " in\n" << text;
}

constexpr const char* kPlain =
    R"({backend="localhost:8080",protocol="http",method="GET",status="200",reason="Upstream",)"
    R"(bind="bind/3000",gateway="default",listener="listener0",route="default/route0",)"
    R"(route_rule="unknown")";

TEST(Metrics, counts_a_request_under_all_its_labels) {
  Metrics metrics(1);
  count(metrics.worker(0), plain());
  count(metrics.worker(0), plain());
  const std::string text = metrics.render(kFacts);
  EXPECT_TRUE(has(text, std::string("agentgateway_requests_total") + kPlain + "} 2"));
  EXPECT_TRUE(has(text, std::string("agentgateway_response_bytes_total") + kPlain + "} 200"));
  const std::string duration = std::string("agentgateway_request_duration_seconds");
  EXPECT_TRUE(has(text, duration + "_bucket" + kPlain + ",le=\"0.01\"} 0"));
  EXPECT_TRUE(has(text, duration + "_bucket" + kPlain + ",le=\"0.025\"} 2"));
  EXPECT_TRUE(has(text, duration + "_bucket" + kPlain + ",le=\"80\"} 2"));
  EXPECT_TRUE(has(text, duration + "_bucket" + kPlain + ",le=\"+Inf\"} 2"));
  EXPECT_TRUE(has(text, duration + "_sum" + kPlain + "} 0.024"));
  EXPECT_TRUE(has(text, duration + "_count" + kPlain + "} 2"));
}

TEST(Metrics, adds_up_what_the_gateway_itself_took_whatever_the_answer) {
  Metrics metrics(1);
  Record record = plain();
  record.upstream = UpstreamTimes{.before = 60us, .call = 3ms, .behind = 300us};
  count(metrics.worker(0), record);
  record.status = 503;
  record.upstream->behind.reset();
  count(metrics.worker(0), record);
  const std::string text = metrics.render(kFacts);
  const std::string labels =
      R"({backend="localhost:8080",bind="bind/3000",gateway="default",listener="listener0",)"
      R"(route="default/route0",route_rule="unknown")";
  const std::string before = "agentgateway_request_processing_seconds";
  EXPECT_TRUE(has(text, before + "_bucket" + labels + R"(,le="0.00005"} 0)"));
  EXPECT_TRUE(has(text, before + "_bucket" + labels + R"(,le="0.0001"} 2)"));
  EXPECT_TRUE(has(text, "agentgateway_response_processing_seconds_count" + labels + "} 1"));
  const std::string call = R"({kind="Primary",subtype="Http"} )";
  EXPECT_TRUE(has(text, "agentgateway_upstream_call_duration_seconds_count" + call + "2"));
}

TEST(Metrics, counts_messages_of_mcp) {
  Metrics metrics(1);
  Record record = plain();
  record.mcp.emplace();
  count(metrics.worker(0), record);  // no message
  record.mcp = McpRecord{"tools/call", "tools/call", {McpSubject::Kind::tool, "here", "echo"}, "s"};
  count(metrics.worker(0), record);
  record.code = "mcp.denied";
  count(metrics.worker(0), record);
  const std::string text = metrics.render(kFacts);
  const auto line = [](const std::string& resource) {
    return "agentgateway_mcp_requests_total{method=\"tools/call\",resource_type=\"tool\","
           "server=\"here\",resource=\"" +
           resource +
           "\",bind=\"bind/3000\",gateway=\"default\",listener=\"listener0\","
           "route=\"default/route0\",route_rule=\"unknown\"} 1";
  };
  EXPECT_TRUE(has(text, line("echo")));
  EXPECT_TRUE(has(text, line("unknown")));
  EXPECT_EQ(text.find("method=\"unknown\",resource_type"), std::string::npos);
}

TEST(Metrics, counts_retries) {
  Metrics metrics(1);
  Record record = plain();
  record.retries = 2;
  count(metrics.worker(0), record);
  const std::string text = metrics.render(kFacts);
  EXPECT_TRUE(has(text, std::string("agentgateway_retries_total") + kPlain + "} 2"));
}

TEST(Metrics, counts_a_refusal_by_code_and_reason) {
  Metrics metrics(1);
  count(metrics.worker(0), refusal());
  const std::string text = metrics.render(kFacts);
  EXPECT_TRUE(has(text, R"(jotgate_refusals_total{code="jwt.expired",route="default/route0"} 1)"));
  EXPECT_NE(text.find(R"(requests_total{backend="unknown",protocol="http",method="GET",)"
                      R"(status="401",reason="JwtAuth")"),
            std::string::npos);
}

TEST(Metrics, counts_no_refusal_when_there_is_no_code) {
  Metrics metrics(1);
  count(metrics.worker(0), plain());
  EXPECT_EQ(metrics.render(kFacts).find("jotgate_refusals_total{"), std::string::npos);
}

TEST(Metrics, lets_no_peer_invent_a_method) {
  Metrics metrics(1);
  Record record = plain();
  for (const char* method : {"FOO", "get", "BAR"}) {
    record.method = method;
    count(metrics.worker(0), record);
  }
  const std::string text = metrics.render(kFacts);
  EXPECT_NE(text.find(R"(method="OTHER")"), std::string::npos);
  EXPECT_EQ(text.find("FOO"), std::string::npos);
}

TEST(Metrics, says_unknown_for_an_answer_that_was_never_sent) {
  Metrics metrics(1);
  Record record = plain();
  record.status = 0;
  count(metrics.worker(0), record);
  EXPECT_NE(metrics.render(kFacts).find(R"(status="unknown")"), std::string::npos);
}

TEST(Metrics, counts_the_tokens_of_a_model) {
  Metrics metrics(1);
  count(metrics.worker(0), llm_call());
  const std::string text = metrics.render(kFacts);
  const std::string labels =
      R"(gen_ai_operation_name="chat",gen_ai_system="openai",gen_ai_request_model="gpt",)"
      R"(gen_ai_response_model="gpt-1",bind="bind/3000",gateway="default",listener="listener0",)"
      R"(route="default/route0",route_rule="unknown")";
  const std::string usage = "agentgateway_gen_ai_client_token_usage";
  EXPECT_TRUE(has(text, usage + "_bucket{gen_ai_token_type=\"input\"," + labels + ",le=\"16\"} 1"));
  EXPECT_TRUE(
      has(text, usage + "_bucket{gen_ai_token_type=\"output\"," + labels + ",le=\"16\"} 0"));
  EXPECT_TRUE(
      has(text, usage + "_bucket{gen_ai_token_type=\"output\"," + labels + ",le=\"67108864\"} 1"));
  EXPECT_TRUE(has(text, usage + "_sum{gen_ai_token_type=\"output\"," + labels + "} 17"));
  EXPECT_EQ(text.find("input_cache_read"), std::string::npos);
  EXPECT_TRUE(has(text, "agentgateway_gen_ai_server_request_duration_count{" + labels + "} 1"));
}

TEST(Metrics, takes_no_model_names_from_calls_that_failed) {
  Metrics metrics(1);
  Record record = llm_call();
  record.status = 404;
  count(metrics.worker(0), record);
  EXPECT_EQ(metrics.render(kFacts).find("gen_ai_request_model="), std::string::npos);
}

TEST(Metrics, counts_connections_both_ways) {
  Metrics metrics(1);
  ConnectionCells& cells =
      connection_cells(metrics.worker(0), {"bind/3000", "default", "", "http"});
  cells.opened.add(3);
  cells.closed.add(1);
  cells.received_bytes.add(100);
  cells.sent_bytes.add(200);
  count_upstream_connect(metrics.worker(0), "tls", 2ms);
  const std::string text = metrics.render(kFacts);
  const std::string labels =
      R"({bind="bind/3000",gateway="default",listener="unknown",protocol="http"} )";
  const std::string downstream = "agentgateway_downstream_";
  EXPECT_TRUE(has(text, downstream + "connections_total" + labels + "3"));
  EXPECT_TRUE(has(text, "jotgate_downstream_connections" + labels + "2"));
  EXPECT_TRUE(has(text, downstream + "received_bytes_total" + labels + "100"));
  EXPECT_TRUE(has(text, downstream + "sent_bytes_total" + labels + "200"));
  EXPECT_TRUE(has(
      text,
      R"(agentgateway_upstream_connect_duration_seconds_bucket{transport="tls",le="0.0015"} 0)"));
  EXPECT_TRUE(has(
      text,
      R"(agentgateway_upstream_connect_duration_seconds_bucket{transport="tls",le="0.0043"} 1)"));
}

TEST(Metrics, counts_connections_that_were_ended_for_a_fault) {
  Metrics metrics(2);
  count_fault(metrics.worker(0), "h2.reset_flood");
  count_fault(metrics.worker(1), "h2.reset_flood");
  EXPECT_TRUE(
      has(metrics.render(kFacts), R"(jotgate_connection_faults_total{code="h2.reset_flood"} 2)"));
}

TEST(Metrics, counts_handshakes_and_tells_when_certificates_expire) {
  Metrics metrics(1);
  count_tls_handshake(metrics.worker(0), {"bind/3000", "default", "a", "https"}, 2ms);
  count_tls_failure(metrics.worker(0), "bind/3000", "certificate");
  ProcessFacts facts = kFacts;
  EXPECT_FALSE(has(metrics.render(facts), "jotgate_certificate_expiry_timestamp_seconds"));
  facts.certificates.push_back({"bind/3000", "default", "a", SystemTime(1'800'000'000s)});
  const std::string text = metrics.render(facts);
  EXPECT_TRUE(has(text, R"(agentgateway_tls_handshake_duration_seconds_count{bind="bind/3000",)"
                        R"(gateway="default",listener="a",protocol="https"} 1)"));
  EXPECT_TRUE(has(text, R"(jotgate_tls_handshake_failures_total{bind="bind/3000",)"
                        R"(reason="certificate"} 1)"));
  EXPECT_TRUE(has(text, R"(jotgate_certificate_expiry_timestamp_seconds{bind="bind/3000",)"
                        R"(gateway="default",listener="a"} 1800000000)"));
}

TEST(Metrics, tell_about_keys_that_are_fetched) {
  ProcessFacts facts = kFacts;
  EXPECT_FALSE(has(Metrics(1).render(facts), "jotgate_jwks_"));
  facts.key_sources.push_back({.source = "https://a/keys",
                               .keys = 2,
                               .fetched = SystemTime(1'800'000'000s),
                               .fetches = {{"changed", 1}, {"fetch.timeout", 3}},
                               .unknown_kids = 7});
  facts.key_sources.push_back({.source = "https://b/keys"});
  const std::string text = Metrics(1).render(facts);
  EXPECT_TRUE(has(text, R"(jotgate_jwks_keys{source="https://a/keys"} 2)"));
  EXPECT_TRUE(has(text, R"(jotgate_jwks_keys{source="https://b/keys"} 0)"));
  EXPECT_TRUE(
      has(text, R"(jotgate_jwks_fetched_timestamp_seconds{source="https://a/keys"} 1800000000)"));
  EXPECT_FALSE(has(text, R"(jotgate_jwks_fetched_timestamp_seconds{source="https://b/keys"})"));
  EXPECT_TRUE(
      has(text, R"(jotgate_jwks_fetches_total{source="https://a/keys",result="fetch.timeout"} 3)"));
  EXPECT_TRUE(has(text, R"(jotgate_jwks_unknown_kids_total{source="https://a/keys"} 7)"));
}

TEST(Metrics, tells_about_the_process) {
  const std::string text = Metrics(1).render(kFacts);
  EXPECT_TRUE(has(text, R"(agentgateway_build_info{tag="0.1.0"} 1)"));
  EXPECT_TRUE(has(text, "agentgateway_config_synchronized 1"));
  EXPECT_TRUE(has(text, "jotgate_access_log_dropped_total 3"));
  EXPECT_TRUE(has(text, R"(jotgate_config_reloads_total{result="taken"} 4)"));
  EXPECT_TRUE(has(text, R"(jotgate_config_reloads_total{result="refused"} 2)"));
}

TEST(Metrics, sums_workers_while_they_count) {
  constexpr unsigned kWorkers = 4;
  constexpr int kRequests = 2000;
  Metrics metrics(kWorkers);
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < kWorkers; ++i) {
    threads.emplace_back([&metrics, i] {
      Record record = plain();
      for (int n = 0; n < kRequests; ++n) {
        const std::string route = "default/route" + std::to_string(n % 50);
        record.route = route;
        count(metrics.worker(i), record);
      }
    });
  }
  for (int n = 0; n < 20; ++n) EXPECT_FALSE(metrics.render(kFacts).empty());
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(
      has(metrics.render(kFacts), std::string("agentgateway_requests_total") + kPlain + "} 160"));
}

TEST(Metrics, bounds_the_series_that_peers_can_make) {
  Metrics metrics(1, {}, 5);
  Record record = llm_call();
  for (int n = 0; n < 100; ++n) {
    record.llm->request_model = "model" + std::to_string(n);
    count(metrics.worker(0), record);
  }
  const std::string text = metrics.render(kFacts);
  EXPECT_NE(text.find(R"(gen_ai_request_model="model4")"), std::string::npos);
  EXPECT_EQ(text.find(R"(gen_ai_request_model="model5")"), std::string::npos);
  EXPECT_NE(text.find(R"(gen_ai_request_model="overflow",gen_ai_response_model="overflow")"),
            std::string::npos);
}

TEST(Metrics, tell_added_labels_of_requests_processing_and_models) {
  Metrics metrics(1, {"team", "tier"});
  Record record = llm_call();
  record.upstream = UpstreamTimes{.before = 60us, .call = 3ms, .behind = 300us};
  const std::string_view added[] = {"blue", ""};
  count(metrics.worker(0), record, added);
  const std::string text = metrics.render(kFacts);
  for (const char* name :
       {"requests_total", "response_bytes_total", "request_duration_seconds_count",
        "request_processing_seconds_count", "response_processing_seconds_count",
        "gen_ai_client_token_usage_count", "gen_ai_server_request_duration_count"}) {
    const std::size_t at = text.find(std::string("\nagentgateway_") + name + "{");
    ASSERT_NE(at, std::string::npos) << name;
    const std::string line = text.substr(at + 1, text.find('\n', at + 1) - at);
    EXPECT_NE(line.find(R"(,team="blue",tier="unknown"} )"), std::string::npos) << line;
  }
}

TEST(Metrics, count_each_limit_by_the_key_that_sets_it) {
  Metrics metrics(2);
  count_limit(metrics.worker(0), Limit::connections);
  count_limit(metrics.worker(1), Limit::connections);
  Record record = refusal();
  record.limit = Limit::body_bytes;
  count(metrics.worker(0), record);
  const std::string text = metrics.render(kFacts);
  EXPECT_TRUE(has(text, R"(jotgate_limit_hits_total{limit="connections"} 2)"));
  EXPECT_TRUE(has(text, R"(jotgate_limit_hits_total{limit="bodyBytes"} 1)"));
  EXPECT_TRUE(has(text, R"(jotgate_limit_hits_total{limit="targetBytes"} 0)"));
}

TEST(Metrics, count_connections_that_were_closed_unserved) {
  Metrics metrics(1);
  count_closing(metrics.worker(0), Closing::network_rules);
  EXPECT_TRUE(has(metrics.render(kFacts),
                  R"(jotgate_connections_closed_total{by="networkAuthorization"} 1)"));
}

}  // namespace
}  // namespace jg::telemetry
