#include "mcp/arrival.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"

namespace jg::mcp {
namespace {

struct Arrival : testing::Test {
  exchange::ExchangeFake fake;

  const http::RequestHead& with(std::string_view name, std::string_view value) {
    fake.add_header(name, value);
    return fake.exchange.request;
  }
};

template <class T>
const char* code(const Result<T>& result) {
  return result ? nullptr : result.error().code;
}

TEST_F(Arrival, of_a_message_takes_json_and_both_kinds_of_answer) {
  with("content-type", "Application/JSON; charset=utf-8");
  EXPECT_STREQ(code(check_post(fake.exchange.request)), "mcp.accept");
  with("accept", "application/json");
  EXPECT_STREQ(code(check_post(fake.exchange.request)), "mcp.accept");
  EXPECT_EQ(code(check_post(with("accept", "text/event-stream;q=0.5"))), nullptr);
}

TEST_F(Arrival, takes_wildcards_for_what_they_cover) {
  with("content-type", "application/json");
  EXPECT_STREQ(code(check_post(with("accept", "text/*"))), "mcp.accept");
  EXPECT_EQ(code(check_post(with("accept", "image/png , */*"))), nullptr);
}

TEST_F(Arrival, of_a_message_in_another_type_or_coding_is_refused) {
  with("accept", "*/*");
  EXPECT_STREQ(code(check_post(fake.exchange.request)), "mcp.content_type");
  EXPECT_STREQ(code(check_post(with("content-type", "text/plain"))), "mcp.content_type");
  fake.exchange.request.fields.set("content-type", "application/json");
  EXPECT_STREQ(code(check_post(with("content-encoding", "gzip"))), "mcp.content_type");
}

TEST_F(Arrival, of_who_listens_takes_events) {
  EXPECT_STREQ(code(check_listen(with("accept", "application/json"))), "mcp.accept");
  EXPECT_EQ(code(check_listen(with("accept", "text/event-stream"))), nullptr);
}

TEST_F(Arrival, in_a_version_that_nobody_knows_is_refused) {
  EXPECT_EQ(code(read_version(fake.exchange.request)), nullptr);
  EXPECT_EQ(code(read_version(with("mcp-protocol-version", "2025-06-18"))), nullptr);
  EXPECT_STREQ(code(read_version(with("mcp-protocol-version", "2099-01-01"))),
               "mcp.protocol_version");
}

TEST_F(Arrival, by_a_foreign_name_is_refused_where_only_local_ones_are_taken) {
  const auto ask = [&](std::string_view host) {
    fake.exchange.request.authority = host;
    return code(check_local_names(fake.exchange.request));
  };
  for (const char* host : {"localhost", "LOCALHOST:3000", "127.0.0.1:3000", "[::1]:3000"})
    EXPECT_EQ(ask(host), nullptr) << host;
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.2", ""})
    EXPECT_STREQ(ask(host), "mcp.foreign_name") << host;
  fake.exchange.request.authority = "localhost";
  EXPECT_EQ(code(check_local_names(with("origin", "http://localhost:6274"))), nullptr);
  for (const char* origin : {"null", "http://evil.example", "http://localhost.evil.example"}) {
    fake.exchange.request.fields.set("origin", origin);
    EXPECT_STREQ(code(check_local_names(fake.exchange.request)), "mcp.foreign_name") << origin;
  }
}

}  // namespace
}  // namespace jg::mcp
