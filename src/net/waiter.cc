#include "net/waiter.h"

namespace jg::net {

Task<Waiter::End> Waiter::wait(std::chrono::milliseconds limit) {
  if (!end_) {
    limit_.set(loop_.deadlines(), limit);
    co_await ended_.wait();
  }
  co_return *end_;
}

void Waiter::finish(End end) {
  if (end_) return;
  end_ = end;
  limit_.clear();
  if (is_linked()) unlink();
  ended_.set();
}

}  // namespace jg::net
