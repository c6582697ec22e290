#include "http/h2/guards/guards.h"

#include <gtest/gtest.h>

#include "http/h2/frames_fake.h"
#include "http/h2/session_fake.h"

namespace jg::http::h2 {
namespace {

using std::chrono::seconds;

const Budget::TimePoint kBegin{seconds(1000)};

TEST(BudgetTest, gives_a_burst_and_then_so_much_a_second) {
  Budget budget({.burst = 3, .per_second = 2}, kBegin);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(budget.spend(kBegin));
  EXPECT_FALSE(budget.spend(kBegin));
  EXPECT_TRUE(budget.spend(kBegin + seconds(1)));
  EXPECT_TRUE(budget.spend(kBegin + seconds(1)));
  EXPECT_FALSE(budget.spend(kBegin + seconds(1)));
}

TEST(BudgetTest, never_holds_more_than_a_burst) {
  Budget budget({.burst = 2, .per_second = 1}, kBegin);
  budget.earn(100);
  EXPECT_TRUE(budget.spend(kBegin));
  EXPECT_TRUE(budget.spend(kBegin));
  EXPECT_FALSE(budget.spend(kBegin));
  const auto later = kBegin + seconds(3600);
  EXPECT_TRUE(budget.spend(later));
  EXPECT_TRUE(budget.spend(later));
  EXPECT_FALSE(budget.spend(later));
}

TEST(BudgetTest, is_earned_back_by_what_is_useful) {
  Budget budget({.burst = 1, .per_second = 0}, kBegin);
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(budget.spend(kBegin));
    budget.earn(1);
  }
}

TEST(ResetGuardTest, counts_young_streams_only) {
  ResetGuard guard(kBegin);
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(guard.allows_reset(kBegin, kBegin + seconds(1)));
  for (std::uint32_t i = 0; i < ResetGuard::kSize.burst; ++i)
    EXPECT_TRUE(guard.allows_reset(kBegin, kBegin));
  EXPECT_FALSE(guard.allows_reset(kBegin, kBegin));
  guard.on_answer();
  EXPECT_TRUE(guard.allows_reset(kBegin, kBegin));
}

TEST(OverheadGuardTest, allows_so_much_more_than_messages_need) {
  OverheadGuard guard;
  EXPECT_TRUE(guard.allows(OverheadGuard::kFree));
  EXPECT_FALSE(guard.allows(OverheadGuard::kRatio));
  guard.on_message_bytes(1);
  EXPECT_TRUE(guard.allows(0));
}

// A server that is flooded, one frame after the other, at one instant.
class Flooded : public testing::Test {
 protected:
  Flooded() : session_(Role::server, SessionLimits{}, user_, kBegin) {
    EXPECT_TRUE(receive(preface()));
  }
  Result<void> receive(const std::string& bytes) {
    const auto received = session_.receive(bytes, kBegin);
    written_ += take_output(session_);
    return received;
  }
  // The code that ended it, and after how many.
  struct Ended {
    std::string code;
    std::uint32_t count;
  };
  template <class Make>
  Ended flood(const Make& make, std::uint32_t most = 200'000) {
    for (std::uint32_t i = 0; i < most; ++i)
      if (const auto received = receive(make(i)); !received) return {received.error().code, i};
    return {"", most};
  }
  void expect_told() {
    const auto frames = read_frames(written_);
    ASSERT_FALSE(frames.empty());
    EXPECT_EQ(frames.back().type, Type::goaway);
    EXPECT_EQ(frames.back().code(), static_cast<std::uint32_t>(ErrorCode::enhance_your_calm));
    EXPECT_TRUE(session_.is_over());
  }

  SessionUserFake user_;
  Session session_;
  std::string written_;
};

TEST_F(Flooded, by_rapid_resets) {
  const Ended end = flood([](std::uint32_t i) {
    return headers(2 * i + 1, get()) + frame(Type::rst_stream, 0, 2 * i + 1, number(8, 4));
  });
  EXPECT_EQ(end.code, codes::kResetFlood);
  EXPECT_EQ(end.count, ResetGuard::kSize.burst);
  expect_told();
}

TEST_F(Flooded, by_resets_it_is_provoked_to) {
  // A window that overflows is an error of the stream.
  const Ended end = flood([](std::uint32_t i) {
    return headers(2 * i + 1, get(), kEndHeaders) +
           frame(Type::window_update, 0, 2 * i + 1, number(0x7fffffff, 4));
  });
  EXPECT_EQ(end.code, codes::kProvokedResetFlood);
  EXPECT_EQ(end.count, ProvokedResetGuard::kSize.burst + 1);  // noticed with the next bytes
  expect_told();
}

TEST_F(Flooded, by_messages_that_break_off) {
  const Ended end = flood([](std::uint32_t i) {
    auto fields = get();
    fields.emplace_back("content-length", "1");
    return headers(2 * i + 1, fields, kEndHeaders) + frame(Type::data, kEndStream, 2 * i + 1);
  });
  EXPECT_EQ(end.code, codes::kProvokedResetFlood);
  expect_told();
}

TEST_F(Flooded, by_settings) {
  const Ended end = flood([](std::uint32_t) { return frame(Type::settings, 0, 0); });
  EXPECT_EQ(end.code, codes::kSettingsFlood);
  EXPECT_EQ(end.count, SettingsGuard::kSize.burst - 1);  // the preface had one
  expect_told();
}

TEST_F(Flooded, by_pings) {
  const Ended end = flood([](std::uint32_t) { return frame(Type::ping, 0, 0, "12345678"); });
  EXPECT_EQ(end.code, codes::kPingFlood);
  EXPECT_EQ(end.count, PingGuard::kSize.burst);
  expect_told();
}

TEST_F(Flooded, not_by_pings_beside_data) {
  receive(headers(1, get(), kEndHeaders));
  const Ended end = flood(
      [&](std::uint32_t) {
        session_.consume(*user_.requests[0]->stream, 100);
        return frame(Type::ping, 0, 0, "12345678") + frame(Type::data, 0, 1, std::string(100, 'x'));
      },
      10'000);
  EXPECT_EQ(end.code, "");
}

TEST_F(Flooded, by_empty_frames) {
  receive(headers(1, get(), kEndHeaders));
  const Ended end = flood([](std::uint32_t) { return frame(Type::data, 0, 1); });
  EXPECT_EQ(end.code, codes::kEmptyFrameFlood);
  EXPECT_EQ(end.count, EmptyFrameGuard::kSize.burst);
  expect_told();
}

TEST_F(Flooded, by_frames_of_padding_alone) {
  receive(headers(1, get(), kEndHeaders));
  const Ended end = flood([](std::uint32_t) {
    return frame(Type::data, 0x8, 1, std::string(1, '\x01') + std::string(1, '\0'));
  });
  EXPECT_EQ(end.code, codes::kEmptyFrameFlood);
  expect_told();
}

TEST_F(Flooded, by_window_updates) {
  const Ended end =
      flood([](std::uint32_t) { return frame(Type::window_update, 0, 0, number(1, 4)); });
  EXPECT_EQ(end.code, codes::kWindowFlood);
  EXPECT_EQ(end.count, WindowGuard::kUpdates.burst);
  expect_told();
}

TEST_F(Flooded, by_windows_of_one_byte) {
  receive(frame(Type::settings, 0, 0, number(4, 2) + number(0, 4)) + headers(1, get()));
  StreamUserFake& request = *user_.requests[0];
  request.to_send.assign(100'000, 'x');
  ASSERT_TRUE(session_.respond(*request.stream, ResponseHead{}, {BodyKind::chunked}, End::follows));
  const auto end =
      flood([](std::uint32_t) { return frame(Type::window_update, 0, 1, number(1, 4)); });
  EXPECT_EQ(end.code, codes::kWindowFlood);
  EXPECT_LT(end.count, 2 * WindowGuard::kDribbles.burst);
  expect_told();
}

TEST_F(Flooded, by_priorities) {
  const Ended end =
      flood([](std::uint32_t) { return frame(Type::priority, 0, 3, number(0, 4) + number(1, 1)); });
  EXPECT_EQ(end.code, codes::kPriorityFlood);
  EXPECT_EQ(end.count, PriorityGuard::kSize.burst);
  expect_told();
}

TEST_F(Flooded, by_frames_of_unknown_kinds) {
  const Ended end = flood(
      [](std::uint32_t) { return frame(static_cast<Type>(0xfa), 0, 0, std::string(1000, 'x')); });
  EXPECT_EQ(end.code, codes::kOverheadFlood);
  expect_told();
}

TEST_F(Flooded, by_continuations) {
  receive(headers(1, get(), 0));
  const Ended end = flood([](std::uint32_t) { return frame(Type::continuation, 0, 1); });
  EXPECT_EQ(end.code, codes::kContinuationFlood);
  expect_told();
}

TEST_F(Flooded, by_a_block_that_grows_when_it_is_decoded) {
  // One field of 4,000 bytes that is indexed, then named over and over by one byte.
  const std::string large = "\x40\x01x\x7f\xa1\x1e" + std::string(4000, 'v');
  const Ended end = flood(
      [&](std::uint32_t) {
        return frame(Type::headers, kEndHeaders, 1,
                     block(get()) + large + std::string(10'000, '\xbe'));
      },
      1);
  EXPECT_EQ(end.code, codes::kHeaderBomb);
  expect_told();
}

// A client whose upstream sends what nobody waits for.
class FloodedClient : public testing::Test {
 protected:
  FloodedClient() : session_(Role::client, SessionLimits{}, user_, kBegin) {
    head_.method = "GET";
    head_.scheme = "http";
    head_.authority = "up";
    head_.target = "/";
    EXPECT_TRUE(session_.receive(frame(Type::settings, 0, 0), kBegin));
  }
  Result<void> receive(const std::string& bytes) {
    const auto received = session_.receive(bytes, kBegin);
    take_output(session_);
    return received;
  }
  Stream* request() {
    auto stream = session_.request(head_, {}, End::now, asking_);
    EXPECT_TRUE(stream);
    take_output(session_);
    return *stream;
  }
  static std::string answer(std::int32_t stream, std::uint8_t flags = kEndHeaders) {
    return headers(static_cast<std::uint32_t>(stream), {{":status", "200"}}, flags);
  }

  SessionUserFake user_;
  StreamUserFake asking_;
  RequestHead head_;
  Session session_;
};

TEST_F(FloodedClient, by_heads_behind_the_end_of_an_answer) {
  const std::int32_t id = request()->id();
  ASSERT_TRUE(receive(answer(id, kEndHeaders | kEndStream)));
  for (std::uint32_t i = 0; i < LateHeadGuard::kSize.burst; ++i) ASSERT_TRUE(receive(answer(id)));
  const auto received = receive(answer(id));
  ASSERT_FALSE(received);
  EXPECT_STREQ(received.error().code, codes::kLateHeadFlood);
}

TEST_F(FloodedClient, not_by_answers_that_a_reset_crossed) {
  for (int i = 0; i < 2000; ++i) {
    Stream* const stream = request();
    const std::int32_t id = stream->id();
    session_.release(*stream);
    take_output(session_);
    ASSERT_TRUE(receive(answer(id) + answer(id, kEndHeaders | kEndStream)));
  }
}

}  // namespace
}  // namespace jg::http::h2
