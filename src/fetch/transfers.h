// fetch/transfers.h - documents fetched over HTTP(S) by libcurl, several at a time on one thread.
//
// Owner:  whoever has the thread for it, which must not be a worker's.
// Thread: one; wake() any.
// Errors: fetch.* (fetch/codes.h).
// Limits: fetch/transfer.h.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/request.h"

namespace jg::fetch {

class Transfer;

class Transfers {
 public:
  using Done = std::move_only_function<void(Result<Answer>)>;

  explicit Transfers(const Clock& clock);
  ~Transfers();  // nobody hears of what is under way
  Transfers(const Transfers&) = delete;
  Transfers& operator=(const Transfers&) = delete;

  // `done` is called within a turn(), and may start others.
  void start(Request request, Done done);
  // Goes on with what is under way: once something has happened, or wake() was called, or after
  // `most`.
  void turn(std::chrono::milliseconds most);
  void wake();

 private:
  struct UnderWay {
    std::unique_ptr<Transfer> transfer;
    Done done;
  };
  void collect();
  void end(void* handle, int code);

  const Clock& clock_;
  void* multi_;
  std::vector<UnderWay> under_way_;
};

}  // namespace jg::fetch
