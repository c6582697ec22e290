#include "llm/observe/observe.h"

#include <gtest/gtest.h>

#include <vector>

#include "llm/harness_fake.h"
#include "llm/observe/json_observer.h"
#include "llm/observe/observed_body.h"

namespace jg::llm {
namespace {

constexpr std::string_view kAnswer =
    R"({"model":"m","usage":{"prompt_tokens":7,"total_tokens":7}} )";

// A body in ready pieces; breaks off after them when told so.
class PiecesBody final : public http::BodySource {
 public:
  enum class End { well, broken };
  PiecesBody(std::vector<std::string> pieces, End end) : pieces_(std::move(pieces)), end_(end) {}
  http::BodyFraming framing() const override { return {http::BodyKind::chunked, 0}; }
  std::optional<Result<http::Piece>> try_next() override { return std::nullopt; }
  Task<Result<http::Piece>> next() override {
    if (at_ < pieces_.size()) co_return http::Piece{pieces_[at_++], false};
    if (end_ == End::broken) co_return fail(Blame::upstream, "upstream.closed");
    co_return http::Piece{{}, true};
  }

 private:
  std::vector<std::string> pieces_;
  End end_;
  std::size_t at_ = 0;
};

struct Observed {
  AskFake fake;

  explicit Observed(std::string_view type, int status = 200) {
    fake.exchange.record.llm.emplace();
    fake.exchange.response.head.status = status;
    fake.exchange.response.head.fields.add("content-type", type);
    fake.exchange.response.set_text(std::string(kAnswer));
  }
  std::optional<std::uint64_t> input_tokens() {
    observe_answer(fake.exchange, fake.clock.steady());
    EXPECT_EQ(fake.answer(), kAnswer);
    return fake.exchange.record.llm->input_tokens;
  }
};

TEST(ObserveAnswer, notes_usage_and_leaves_every_byte_as_it_was) {
  EXPECT_EQ(Observed("application/json").input_tokens(), 7u);
  EXPECT_EQ(Observed("Application/JSON; charset=utf-8").input_tokens(), 7u);
}

TEST(ObserveAnswer, keeps_the_length_known) {
  Observed observed("application/json");
  observe_answer(observed.fake.exchange, SteadyTime());
  EXPECT_EQ(observed.fake.exchange.response.body->framing().length, kAnswer.size());
}

TEST(ObserveAnswer, lets_errors_codings_and_other_types_alone) {
  EXPECT_EQ(Observed("application/json", 429).input_tokens(), std::nullopt);
  EXPECT_EQ(Observed("audio/mpeg").input_tokens(), std::nullopt);
  Observed coded("application/json");
  coded.fake.exchange.response.head.fields.add("content-encoding", "gzip");
  EXPECT_EQ(coded.input_tokens(), std::nullopt);
}

TEST(JsonObserver, gives_up_past_its_limit) {
  telemetry::LlmRecord record;
  JsonObserver observer(record, kAnswer.size() - 1);
  observer.feed(kAnswer, {});
  observer.feed("{}", {});
  observer.end();
  EXPECT_EQ(record.response_model, "");
}

TEST(ObservedBody, passes_each_piece_by_itself_and_an_error_too) {
  telemetry::LlmRecord record;
  FakeClock clock{std::chrono::sys_seconds()};
  const std::vector<std::string> pieces = {"{\"model\"", ":\"m\"}"};
  ObservedBody body(http::BodyOwner(new PiecesBody(pieces, PiecesBody::End::broken)),
                    std::make_unique<JsonObserver>(record), clock);
  for (const std::string& piece : pieces) EXPECT_EQ(run(body.next())->data, piece);
  EXPECT_STREQ(run(body.next()).error().code, "upstream.closed");
  EXPECT_EQ(record.response_model, "");
}

}  // namespace
}  // namespace jg::llm
