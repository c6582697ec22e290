// http/h1/server.h - serves one HTTP/1.1 connection: one request after another goes to a Handler.
//
// Owner:  the worker's connection. Thread: one loop.
// Limits: ServerLimits; 64 KiB of a body that nobody wants are read away to save the connection.
// Spec:   RFC 9112 sections 6 to 9.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "http/h1/head.h"
#include "http/h1/reader.h"
#include "http/h1/responder.h"
#include "http/server.h"

namespace jg::http::h1 {

// What becomes of a connection that begins with the preface of HTTP/2.
enum class Preface : std::uint8_t { refused, handed_over };

class Server final : public Serving {
 public:
  Server(std::unique_ptr<net::Stream> stream, net::Loop& loop, const ServerLimits& limits,
         HandlerFactory& handlers, std::string_view scheme, Preface preface);

  Task<void> run() override;
  void finish_soon() override;
  void close_now() override;
  std::size_t under_way() const override { return busy_ ? 1 : 0; }

  // After run(): the client speaks HTTP/2, and this is what it said.
  bool has_preface() const { return has_preface_; }
  std::string_view take_unread() { return reader_.take_unread(); }
  std::unique_ptr<net::Stream> take_stream() { return std::move(stream_); }

 private:
  void hold_little();
  Task<Result<bool>> read_head();
  std::chrono::milliseconds head_time_left();
  std::chrono::milliseconds idle_time_left() const;
  telemetry::Limit why_idle_ended() const;
  bool is_old() const;
  void announce_end();
  Task<bool> serve_one();
  bool drained();
  Task<void> turn_away(Error error);
  Task<void> linger();

  std::unique_ptr<net::Stream> stream_;
  const ServerLimits& limits_;
  HandlerFactory& handlers_;
  std::unique_ptr<Handler> handler_;  // from a request's head to its answer's end
  const std::string_view scheme_;
  const Preface preface_;
  Reader reader_;
  H1Responder responder_;
  RequestHead head_;
  Control control_;
  std::optional<std::chrono::steady_clock::time_point> head_deadline_;
  std::optional<std::chrono::steady_clock::time_point>
      ends_at_;  // the connection, behind an answer
  std::uint64_t served_ = 0;
  bool served_any_ = false;
  bool busy_ = false;       // a request is under way
  bool finishing_ = false;  // ends behind it
  bool has_preface_ = false;
};

}  // namespace jg::http::h1
