#include "fetch/transfers.h"

#include <curl/curl.h>

#include <algorithm>
#include <cassert>

#include "fetch/transfer.h"

namespace jg::fetch {

Transfers::Transfers(const Clock& clock)
    : clock_(clock), multi_((curl_global_init(CURL_GLOBAL_DEFAULT), curl_multi_init())) {}

Transfers::~Transfers() {
  for (const UnderWay& one : under_way_) curl_multi_remove_handle(multi_, one.transfer->handle());
  under_way_.clear();
  curl_multi_cleanup(multi_);
  curl_global_cleanup();
}

void Transfers::start(Request request, Done done) {
  under_way_.push_back({std::make_unique<Transfer>(std::move(request), clock_), std::move(done)});
  curl_multi_add_handle(multi_, under_way_.back().transfer->handle());
}

void Transfers::turn(std::chrono::milliseconds most) {
  // What was just started makes it return at once.
  int running = 0;
  curl_multi_poll(multi_, nullptr, 0, static_cast<int>(most.count()), nullptr);
  curl_multi_perform(multi_, &running);
  collect();
}

void Transfers::wake() { curl_multi_wakeup(multi_); }

void Transfers::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    // The message does not live on behind what is done with its handle.
    CURL* const handle = message->easy_handle;
    const CURLcode code = message->data.result;
    end(handle, code);
  }
}

void Transfers::end(void* handle, int code) {
  curl_multi_remove_handle(multi_, handle);
  const auto found = std::ranges::find(under_way_, handle,
                                       [](const UnderWay& one) { return one.transfer->handle(); });
  assert(found != under_way_.end());
  if (code == CURLE_OK && found->transfer->follow()) {
    curl_multi_add_handle(multi_, handle);
    return;
  }
  UnderWay ended = std::move(*found);
  under_way_.erase(found);
  ended.done(ended.transfer->finish(code));
}

}  // namespace jg::fetch
