// http/server.h - the serving side of HTTP as its user sees it: requests come to a Handler, answers
// go to a Responder.
//
// Owner:  the connection owns both halves; they live until handle() ends.
// Thread: the connection's loop.
// Errors: a Responder's error means the client is gone.
// Limits: ServerLimits.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"
#include "http/body.h"
#include "http/limits.h"
#include "http/message.h"
#include "http/tunnel.h"
#include "net/loop.h"
#include "net/stream.h"
#include "net/tls_facts.h"
#include "telemetry/limit.h"

namespace jg::http {

// How one request is answered. Output is gathered and sent by flush(), so that small answers are
// one write.
class Responder {
 public:
  virtual ~Responder() = default;

  // `framing` says what is known of the body to come; the connection's version decides how it is
  // delimited.
  virtual Result<void> start(const ResponseHead& head, BodyFraming framing) = 0;
  virtual Result<void> write(std::string_view data) = 0;
  virtual Result<void> finish(const Fields* trailers) = 0;
  virtual std::size_t pending() const = 0;  // bytes gathered
  virtual Task<Result<void>> flush() = 0;
  // Sends a 101 and gives up HTTP on this connection.
  virtual Task<Result<std::unique_ptr<Tunnel>>> upgrade(const ResponseHead& head) = 0;
  // The answer cannot be finished: the client must see a broken message.
  virtual void abort() = 0;
  virtual bool has_started() const = 0;
  // What is left of this exchange would be in the way of another on its connection: HTTP/1.1 ends
  // behind this answer.
  virtual void close_after() = 0;
  // What the connection was made with does not hold any more: no new request is taken on it.
  virtual void end_connection() = 0;
  virtual bool client_is_gone() = 0;
};

struct Incoming {
  RequestHead& head;
  BodySource* body;  // null when there is none
  bool upgrades;     // an upgrade was asked for
  Responder& responder;
};

// Of a connection: where it comes from and goes to, and what its handshake settled.
struct Addresses {
  std::string peer;  // textual, no brackets
  std::uint16_t peer_port = 0;
  std::string local;
  std::uint16_t local_port = 0;
  std::shared_ptr<const net::TlsFacts> tls = {};  // null on a plain connection
  std::string peer_text() const;                  // "127.0.0.1:4711", "[::1]:4711"
  std::string_view peer_text(Arena& arena) const;
};

// Takes one request after another.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Task<void> handle(Incoming incoming) = 0;
  // The bytes that came are no acceptable request; nothing of them is served.
  virtual Task<void> reject(Error error, Responder& responder) = 0;
  // Nobody waits for the answer any more: ends what handling the request waits for.
  virtual void cancel() = 0;
};

// Gives the handlers of one connection: for HTTP/1.1 one with each request, for HTTP/2 as many as it
// has requests at a time.
class HandlerFactory {
 public:
  virtual ~HandlerFactory() = default;
  virtual std::unique_ptr<Handler> make() = 0;
  // The connection was ended for what its client did to it.
  virtual void on_fault(const Error& error) = 0;
  // A limit ends the connection, or lets it take no more requests.
  virtual void on_limit(telemetry::Limit limit) = 0;
};

// A connection that is served, as whoever stops the server sees it.
class Serving {
 public:
  virtual ~Serving() = default;
  virtual Task<void> run() = 0;  // until the connection has ended
  // Ends behind the requests under way. A client without one may have one on its way to us: it is
  // told with the answer to that, or by the protocol where it has a word for it.
  virtual void finish_soon() = 0;
  virtual void close_now() = 0;               // breaks off what is under way
  virtual std::size_t under_way() const = 0;  // requests
};

}  // namespace jg::http
