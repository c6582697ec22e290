#include "mcp/old_transport/relay.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace jg::mcp {
namespace {

using Texts = std::vector<std::string>;

std::string answer(std::string_view id) {
  return std::string(R"({"jsonrpc":"2.0","id":)").append(id).append(R"(,"result":{}})");
}

struct Relaying : testing::Test {
  net::Loop loop;
  const std::shared_ptr<Inbox> from = std::make_shared<Inbox>(loop);
  const std::shared_ptr<Inbox> stream = std::make_shared<Inbox>(loop);

  void run() {
    loop.context().restart();
    loop.context().poll();
  }
  Texts taken() {
    run();
    Texts out;
    while (const auto message = stream->take()) out.push_back(message->text);
    return out;
  }
};

TEST_F(Relaying, brings_what_comes_and_leaves_the_stream_open) {
  start_relay(loop, {from, stream, {"1"}});
  run();
  EXPECT_TRUE(from->put(*parse_message(R"({"jsonrpc":"2.0","method":"x"})")));
  EXPECT_TRUE(from->put(*parse_message(answer("1"))));
  from->close();
  run();
  EXPECT_EQ(taken(), Texts({R"({"jsonrpc":"2.0","method":"x"})", answer("1")}));
  EXPECT_FALSE(stream->is_closed());
}

TEST_F(Relaying, tells_those_that_got_no_answer_why) {
  start_relay(loop, {from, stream, {"1", "2"}});
  EXPECT_TRUE(from->put(*parse_message(answer("1"))));
  from->close(Error{Blame::upstream, "mcp.server_ended", {}});
  run();
  const auto told = taken();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[1],
            error_message("2", -32603, "the MCP server has ended (mcp.server_ended)").text);
}

TEST_F(Relaying, is_silent_about_what_was_cancelled) {
  start_relay(loop, {from, stream, {"1"}});
  from->close();
  EXPECT_EQ(taken(), Texts());
}

TEST_F(Relaying, ends_the_stream_of_a_client_that_reads_too_slowly) {
  start_relay(loop, {from, stream, {}});
  Message large = *parse_message(answer("1"));
  large.text.append(Inbox::kMostBytes / 2, ' ');
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(from->put(large));
    run();
  }
  EXPECT_TRUE(from->is_abandoned());
  EXPECT_EQ(taken().size(), 1u);
  ASSERT_TRUE(stream->is_closed());
  EXPECT_STREQ(stream->error()->code, "mcp.slow_reader");
}

TEST_F(Relaying, ends_with_the_stream) {
  start_relay(loop, {from, stream, {"1"}});
  run();
  stream->abandon();
  EXPECT_TRUE(from->put(*parse_message(answer("1"))));
  run();
  EXPECT_TRUE(from->is_abandoned());
}

}  // namespace
}  // namespace jg::mcp
