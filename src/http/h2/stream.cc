#include "http/h2/stream.h"

namespace jg::http::h2 {

BodyFraming Stream::body() const {
  if (peer_ended_ && received_ == 0 && trailers_.empty()) return {};
  if (expected_) return {BodyKind::length, *expected_};
  return {BodyKind::chunked, 0};
}

void Stream::begin(std::int32_t id, std::chrono::steady_clock::time_point now) {
  id_ = id;
  begun_at_ = now;
  user_ = nullptr;
  arena_.reset();
  control_ = {};
  trailers_.clear();
  fault_ = h1::kGood;
  expected_.reset();
  received_ = unconsumed_ = 0;
  outgoing_ = {};
  reset_behind_.reset();
  head_came_ = answers_head_ = answered_ = peer_ended_ = ended_ = reset_ = closed_ = released_ =
      false;
}

}  // namespace jg::http::h2
