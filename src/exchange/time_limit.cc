#include "exchange/time_limit.h"

#include <algorithm>

namespace jg::exchange {
namespace {

constexpr const char* kRequest = "timeout.request";
constexpr const char* kBackend = "timeout.backend";

}  // namespace

void TimeLimit::limit_request(Milliseconds left) {
  if (left.count() == 0) return;
  request_at_ = std::chrono::steady_clock::now() + left;
  aim();
}

void TimeLimit::limit_backend(Milliseconds time) {
  if (time.count() == 0) return;
  backend_time_ = backend_time_.count() == 0 ? time : std::min(backend_time_, time);
  if (in_backend_) enter_backend();
}

void TimeLimit::enter_backend() {
  in_backend_ = true;
  if (backend_time_.count() == 0) return;
  backend_at_ = std::chrono::steady_clock::now() + backend_time_;
  aim();
}

void TimeLimit::leave_backend() {
  in_backend_ = false;
  if (!backend_at_) return;
  backend_at_.reset();
  aim();
}

// At whichever comes first.
void TimeLimit::aim() {
  if (is_over()) return;
  if (!request_at_ && !backend_at_) return clear();
  const Point first =
      std::min(request_at_.value_or(Point::max()), backend_at_.value_or(Point::max()));
  const auto left = std::chrono::ceil<Milliseconds>(first - std::chrono::steady_clock::now());
  set(deadlines_, std::max(left, Milliseconds(1)));
}

void TimeLimit::on_expired() {
  const bool is_request = request_at_ && (!backend_at_ || *request_at_ <= *backend_at_);
  over_ = is_request ? kRequest : kBackend;
  if (kept_ != nullptr) kept_->end();
}

Error TimeLimit::error() const {
  const bool is_backend = over_ == kBackend;
  return {is_backend ? Blame::upstream : Blame::gateway, is_backend ? kBackend : kRequest, {}};
}

void TimeLimit::reset() {
  clear();
  request_at_.reset();
  backend_at_.reset();
  backend_time_ = Milliseconds(0);
  over_ = nullptr;
  in_backend_ = false;
}

}  // namespace jg::exchange
