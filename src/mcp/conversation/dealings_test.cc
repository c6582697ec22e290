#include "mcp/conversation/dealings.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "net/loop_fake.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kInitialize =
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}})";

class SilentServer final : public Server {
 public:
  void ask(const http::RequestHead&, Batch, std::shared_ptr<Inbox> inbox) override {
    asked = std::move(inbox);
  }
  void listen(std::shared_ptr<Inbox>, std::string) override {}
  void end() override { has_ended = true; }
  bool is_over() const override { return has_ended; }
  void start(std::function<void()>) override {}
  void end_at_once() override {}

  std::shared_ptr<Inbox> asked;
  bool has_ended = false;
};

TEST(Dealings, give_up_a_server_that_is_slow_to_begin) {
  exchange::ExchangeFake fake;
  const auto server = std::make_shared<SilentServer>();
  const auto begun = net::run(
      fake.loop,
      begin_with(fake.exchange, server, *parse_batch(kInitialize), std::chrono::milliseconds(1)));
  ASSERT_FALSE(begun);
  EXPECT_STREQ(begun.error().code, "mcp.server_slow");
  EXPECT_NE(server->asked, nullptr);
  EXPECT_TRUE(server->has_ended);
}

}  // namespace
}  // namespace jg::mcp
