// http/h2/server.h - serves one HTTP/2 connection: each of its streams goes to a Handler.
//
// Owner:  the worker's connection. Thread: one loop.
// Errors: a fault of the whole connection is told to the handlers' factory, once.
// Limits: ServerLimits; twice Http2Limits::streams handlers at a time, as one whose request was
//         taken back needs a moment to end; one is kept while nothing is asked.
// Spec:   RFC 9113; 6.8 for the end in peace.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/h2/served_stream.h"
#include "http/server.h"
#include "net/deadline.h"

namespace jg::http::h2 {

class Server final : public Serving, SessionUser, StreamOwner, net::Deadline {
 public:
  // `already_read` are the connection's first bytes.
  Server(std::unique_ptr<net::Stream> stream, std::string already_read, net::Loop& loop,
         const ServerLimits& limits, HandlerFactory& handlers, std::string_view scheme);
  ~Server() override;

  Task<void> run() override;
  void finish_soon() override;
  void close_now() override;
  std::size_t under_way() const override { return active_; }

 private:
  StreamUser* on_request(Stream& stream) override;
  void on_goaway(ErrorCode, std::int32_t) override {}
  void on_settings() override {}
  void on_free(ServedStream& served) override;
  void on_expired() override;

  void start_streams();
  void watch();
  void end_what_stalls();
  void keep_alive();
  void trim();
  void end_by(telemetry::Limit limit);
  bool is_idle() const { return active_ == 0; }

  const ServerLimits& limits_;
  HandlerFactory& handlers_;
  const std::string_view scheme_;
  std::string already_read_;
  const std::chrono::milliseconds look_interval_;
  Connection connection_;
  std::vector<std::unique_ptr<ServedStream>> served_;
  std::vector<ServedStream*> free_;
  std::vector<ServedStream*> to_start_;
  std::size_t active_ = 0;  // streams that are served
  net::Event freed_;
  StallCount silence_;   // of the client
  bool pinged_ = false;  // to see whether it is still there
  StallCount idle_;
  StallCount head_;
  StallCount drain_;
  StallCount age_;
  std::uint64_t requests_ = 0;  // so far
  bool ended_ = false;
};

}  // namespace jg::http::h2
