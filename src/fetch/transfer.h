// fetch/transfer.h - one request on its way, as libcurl sees it.
//
// Owner:  transfers.h. Thread: its own.
// Limits: kRedirects, kHeadBytes; the request's own.
// Trust:  the server may send anything, or nothing.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "fetch/freshness.h"
#include "fetch/request.h"

struct curl_slist;

namespace jg::fetch {

class Transfer {
 public:
  static constexpr int kRedirects = 3;
  static constexpr std::size_t kHeadBytes = 64 * 1024;

  Transfer(Request request, const Clock& clock);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  void* handle() const { return handle_; }
  // After the handle ended well: whether the answer was a redirect that may be followed. The handle
  // is to be started again then.
  bool follow();
  // What came; `code` is libcurl's.
  Result<Answer> finish(int code);

 private:
  struct Callbacks;
  void prepare();
  void prepare_tls();
  void prepare_fields();
  void prepare_proxy();
  bool is_forbidden() const;
  void begin();
  void take_field(std::string_view line);
  Result<Answer> answer();
  Error why(int code) const;

  const Request request_;
  const Clock& clock_;
  const SteadyTime end_;
  void* handle_;
  curl_slist* fields_ = nullptr;
  std::array<char, 256> detail_{};  // libcurl's words; CURL_ERROR_SIZE
  std::string url_;                 // that is being asked
  int redirects_ = 0;
  bool was_refused_ = false;  // an address was
  bool is_too_large_ = false;
  std::size_t head_bytes_ = 0;
  Answer answer_;
  CacheFields cache_;
};

}  // namespace jg::fetch
