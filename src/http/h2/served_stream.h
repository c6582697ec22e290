// http/h2/served_stream.h - one request of an HTTP/2 connection on its way through a Handler.
//
// Owner:  the connection's server, which reuses it from request to request.
// Thread: one loop.
#pragma once

#include <memory>
#include <string_view>

#include "http/h2/stream_body.h"
#include "http/h2/stream_responder.h"
#include "http/server.h"

namespace jg::http::h2 {

class ServedStream;

// Told when a stream can serve another request.
class StreamOwner {
 public:
  virtual ~StreamOwner() = default;
  virtual void on_free(ServedStream& served) = 0;
};

class ServedStream final : public StreamUser {
 public:
  ServedStream(Connection& connection, std::unique_ptr<Handler> handler, std::string_view scheme,
               StreamOwner& owner);

  // The stream is served from start() on, which runs the handler up to where it waits; one that
  // was closed in between costs nothing more.
  void take(Stream& stream);
  void start();
  // Ends the request; it is still told of the stream's end.
  void cancel();
  void look(std::chrono::milliseconds interval, std::chrono::milliseconds body_limit,
            std::chrono::milliseconds write_limit);

  void on_head() override {}
  void on_data(std::string_view data) override { body_.on_data(data); }
  void on_end() override { body_.on_end(); }
  void on_closed(ErrorCode code) override;
  Outgoing pull(std::size_t most) override { return responder_.pull(most); }

 private:
  Task<void> serve();
  Task<void> handle();
  void end();

  Connection& connection_;
  const std::unique_ptr<Handler> handler_;
  const std::string_view scheme_;
  StreamOwner& owner_;
  StreamBody body_;
  StreamResponder responder_;
  Stream* stream_ = nullptr;
  bool to_start_ = false;
  bool handling_ = false;
};

}  // namespace jg::http::h2
