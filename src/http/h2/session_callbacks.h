// http/h2/session_callbacks.h - what libnghttp2 calls, turned into the session's events.
//
// Owner: part of http/h2/session.cc, apart for its size.
#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>

#include "http/h2/session.h"

namespace jg::http::h2 {

struct DeleteCallbacks {
  void operator()(nghttp2_session_callbacks* table) const { nghttp2_session_callbacks_del(table); }
};
std::unique_ptr<nghttp2_session_callbacks, DeleteCallbacks> make_session_callbacks();

// Asks the stream's user for what it has to send.
nghttp2_data_provider make_data_provider(Stream& stream);

}  // namespace jg::http::h2
