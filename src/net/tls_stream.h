// net/tls_stream.h - a TLS connection as a stream, for both roles.
//
// What the kernel has is read and written at once; only then is waited. A large write goes out in
// records of 16 KiB, and both ways make room for other connections now and then.
// Owner:  one connection. Thread: one loop; one reader and one writer at a time.
// Errors: net.closed, also for an end without close_notify: the last bytes may be missing then.
// Limits: 64 reads behind one another that held no data (key updates, tickets); the buffers of a
//         connection that is silent for two seconds are given back.
// Spec:   RFC 8446 section 6.1 (close_notify).
#pragma once

#include <memory>
#include <string>

#include "net/deadline.h"
#include "net/loop.h"
#include "net/openssl.h"
#include "net/socket.h"
#include "net/socket_bio.h"
#include "net/stream.h"

namespace jg::net {

class TlsStream final : public Stream {
 public:
  // Takes the descriptor. `peer` is to blame for what goes wrong; `keeps` lives as long as this.
  TlsStream(Loop& loop, int descriptor, SslOwner ssl, Blame peer,
            std::shared_ptr<const void> keeps = nullptr);
  ~TlsStream() override;

  // True when it is through; otherwise why not is in OpenSSL's queue, which is empty when the peer
  // went away.
  Task<bool> handshake();

  using Stream::read_some;
  Task<Result<std::size_t>> read_some(ReadRoom room) override;
  // What was not taken must be given again, the same bytes, before anything else.
  Result<std::size_t> try_write(std::string_view bytes) override;
  Task<Result<void>> write_all(std::string_view bytes) override;
  void finish_writing() override;
  void cancel_read() override { socket_.cancel_read(); }
  void abort() override { socket_.close(); }
  bool peer_is_gone() override;
  bool is_quiet() override;
  void count(Cell& received, Cell& sent) override { socket_.count(received, sent); }

  SSL* ssl() { return ssl_.get(); }
  Socket& socket() { return socket_; }

 private:
  enum class Outcome : std::uint8_t { done, again, wants_read, wants_write, ended, failed };
  // Gives back what an idle connection does not need.
  class Release final : public Deadline {
   public:
    explicit Release(SSL* ssl) : ssl_(ssl) {}

   private:
    void on_expired() override { SSL_free_buffers(ssl_); }
    SSL* ssl_;
  };

  template <class Operation>
  Outcome run(Operation operation);
  Task<bool> wait_to_read();
  Task<void> make_room();
  Error failed();

  Loop& loop_;
  Socket socket_;
  SocketBio bio_{socket_};
  SslOwner ssl_;
  const Blame peer_;
  std::shared_ptr<const void> keeps_;
  Release release_{ssl_.get()};
  std::size_t in_one_go_ = 0;  // bytes moved since the loop's other work had its turn
  int ssl_error_ = SSL_ERROR_NONE;
  bool established_ = false;
  bool broken_ = false;   // OpenSSL must not be asked again
  bool closing_ = false;  // close_notify is still to be sent
};

}  // namespace jg::net
