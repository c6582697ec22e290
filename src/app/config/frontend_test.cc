#include "app/config/frontend.h"

#include <gtest/gtest.h>

#include "exchange/load_fake.h"

namespace jg::app {
namespace {

using namespace std::chrono_literals;

struct Front : testing::Test {
  std::optional<proxy::Frontend> made;
  std::string faults;

  void load(const std::string& yaml) {
    exchange::LoadFake fake(yaml);
    const auto config = frontend_type(fake.context()).decode(fake.root(), fake.faults);
    if (config) made = make_frontend(*config, nullptr);
    faults = fake.faults.text();
  }
};

TEST_F(Front, has_a_default_for_everything) {
  load("{}");
  ASSERT_TRUE(made) << faults;
  EXPECT_EQ(made->http.head.bytes, 64u * 1024);
  EXPECT_EQ(made->http.head.fields, 100u);
  EXPECT_EQ(made->http.head.target_bytes, 16u * 1024);
  EXPECT_FALSE(made->http.requests);
  EXPECT_FALSE(made->http.body_bytes);
  EXPECT_EQ(made->http.idle_timeout, 10min);
  EXPECT_EQ(made->http.head_timeout, 30s);
  EXPECT_EQ(made->http.body_timeout, 60s);
  EXPECT_EQ(made->http.write_timeout, 60s);
  EXPECT_EQ(made->http.connection_time, 0ms);
  EXPECT_EQ(made->buffered_body, 2u * 1024 * 1024);
  EXPECT_GT(made->connections.total, 0u);
  EXPECT_FALSE(made->connections.per_client);
  EXPECT_FALSE(made->network_rules);
}

TEST_F(Front, takes_what_is_written) {
  load(R"(
http: {maxBufferSize: 20971520, http1MaxHeaders: 50, http1IdleTimeout: 1m30s,
       http1HeaderCase: lowercase, maxConnectionDuration: 1h}
connect: {mode: deny}
limits: {connections: 10, connectionsPerClient: 2, requestsPerConnection: 3, headerBytes: 8KiB,
         targetBytes: 1KiB, bodyBytes: 1MiB, headerTimeout: 5s, bodyTimeout: 6s, writeTimeout: 7s}
networkAuthorization: {rules: ['source.port > 0']}
)");
  ASSERT_TRUE(made) << faults;
  EXPECT_EQ(made->buffered_body, 20'971'520u);
  EXPECT_EQ(made->http.head.fields, 50u);
  EXPECT_EQ(made->http.idle_timeout, 90s);
  EXPECT_EQ(made->http.connection_time, 1h);
  EXPECT_EQ(made->connections.total, 10u);
  EXPECT_EQ(made->connections.per_client, 2u);
  EXPECT_EQ(made->http.requests, 3u);
  EXPECT_EQ(made->http.head.bytes, 8u * 1024);
  EXPECT_EQ(made->http.head.target_bytes, 1024u);
  EXPECT_EQ(made->http.body_bytes, 1024u * 1024);
  EXPECT_EQ(made->http.head_timeout, 5s);
  EXPECT_EQ(made->http.body_timeout, 6s);
  EXPECT_EQ(made->http.write_timeout, 7s);
  EXPECT_TRUE(made->network_rules);
}

TEST_F(Front, takes_what_is_written_of_http2) {
  load("{}");
  EXPECT_EQ(made->http.http2.keepalive_interval, 0ms);
  EXPECT_EQ(made->http.http2.keepalive_timeout, 20s);
  load(R"(
http: {http2WindowSize: 65535, http2ConnectionWindowSize: 2097152, http2FrameSize: 32768,
       http2MaxHeaderSize: 16384, http2KeepaliveInterval: 30s, http2KeepaliveTimeout: 5s}
)");
  ASSERT_TRUE(made) << faults;
  EXPECT_EQ(made->http.http2.stream_window, 65'535u);
  EXPECT_EQ(made->http.http2.connection_window, 2'097'152u);
  EXPECT_EQ(made->http.http2.frame_bytes, 32'768u);
  EXPECT_EQ(made->http.http2.header_bytes, 16'384u);
  EXPECT_EQ(made->http.http2.keepalive_interval, 30s);
  EXPECT_EQ(made->http.http2.keepalive_timeout, 5s);
}

TEST_F(Front, gives_a_head_no_longer_than_an_idle_connection) {
  load("http: {http1IdleTimeout: 5s}");
  EXPECT_EQ(made->http.head_timeout, 5s);
  load("{http: {http1IdleTimeout: 5s}, limits: {headerTimeout: 20s}}");
  EXPECT_EQ(made->http.head_timeout, 20s);
}

TEST_F(Front, refuses_what_is_not_honoured_by_name) {
  load("http: {http1HeaderCase: preserve}");
  EXPECT_EQ(
      faults,
      "config.yaml:1:25: http.http1HeaderCase: agentgateway knows preserve here; jotgate does "
      "not honour it yet (lowercase is)\n");
  load("connect: {mode: tunnel}");
  EXPECT_EQ(
      faults,
      "config.yaml:1:17: connect.mode: agentgateway knows tunnel here; jotgate does not honour "
      "it yet (deny is)\n");
  load("connect: {mode: sometimes}");
  EXPECT_EQ(faults, "config.yaml:1:17: connect.mode: found \"sometimes\"; expected deny\n");
}

TEST_F(Front, refuses_a_target_that_no_head_could_hold) {
  load("limits: {headerBytes: 1KiB, targetBytes: 1KiB}");
  EXPECT_EQ(faults,
            "config.yaml:1:42: limits.targetBytes: targetBytes must be less than headerBytes, of "
            "which the target is a part\n");
}

TEST_F(Front, warns_of_more_connections_than_files) {
  load("limits: {connections: 1000000000}");
  EXPECT_TRUE(made);
  EXPECT_NE(faults.find("is more than the process may open files"), std::string::npos) << faults;
}

}  // namespace
}  // namespace jg::app
