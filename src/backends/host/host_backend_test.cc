#include "backends/host/host_backend.h"

#include <gtest/gtest.h>

#include <map>

#include "exchange/exchange_fake.h"
#include "net/loop_fake.h"

namespace jg::backends::host {
namespace {

// Nobody listens on the chosen endpoints: which one was chosen is seen in the record.
struct Choosing : testing::Test {
  net::Loop loop;
  RealClock clock;
  telemetry::Metrics metrics{1};
  upstream::Clients clients;
  exchange::ExchangeFake fake;

  void SetUp() override {
    const upstream::ClientServices services{loop, clock, metrics.worker(0)};
    clients.add(std::make_unique<upstream::Client>(services, upstream::ClientLimits{}));
  }
  static Target target(std::uint16_t port, std::uint32_t weight) {
    return {{"127.0.0.1", port, std::nullopt}, weight};
  }
  Result<void> call(const HostBackend& backend) {
    return net::run(loop, backend.call(fake.exchange));
  }
  std::map<std::string, int> calls(const HostBackend& backend, int times) {
    std::map<std::string, int> chosen;
    for (int i = 0; i < times; ++i) {
      EXPECT_FALSE(call(backend).has_value());
      ++chosen[std::string(fake.exchange.record.backend)];
    }
    return chosen;
  }
};

TEST_F(Choosing, follows_the_weights) {
  const HostBackend backend(clients, {target(1, 1), target(2, 3)});
  const auto chosen = calls(backend, 400);
  EXPECT_NEAR(chosen.at("127.0.0.1:2"), 300, 50);
  EXPECT_NEAR(chosen.at("127.0.0.1:1"), 100, 50);
}

TEST_F(Choosing, leaves_out_what_has_no_weight) {
  const HostBackend backend(clients, {target(1, 0), target(2, 1), target(3, 0)});
  const auto chosen = calls(backend, 20);
  EXPECT_EQ(chosen.size(), 1u);
  EXPECT_EQ(chosen.count("127.0.0.1:2"), 1u);
}

TEST_F(Choosing, fails_when_nothing_has_weight) {
  const HostBackend backend(clients, {target(1, 0)});
  const auto called = call(backend);
  ASSERT_FALSE(called);
  EXPECT_STREQ(called.error().code, "backend.none");
}

TEST_F(Choosing, sends_the_backends_host_without_a_usual_port) {
  const HostBackend backend(clients, {{{"::1", 80, std::nullopt}, 1}});
  EXPECT_FALSE(call(backend));
  EXPECT_EQ(fake.exchange.request.authority, "[::1]");
}

}  // namespace
}  // namespace jg::backends::host
