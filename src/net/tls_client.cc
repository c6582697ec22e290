#include "net/tls_client.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

#include "net/stall_guard.h"

namespace jg::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using SslStream = asio::ssl::stream<TcpSocket>;

class TlsStream final : public Stream {
 public:
  TlsStream(TcpSocket socket, asio::ssl::context& context) : stream_(std::move(socket), context) {}

  Task<Result<std::size_t>> read_some(char* to, std::size_t size) override {
    error_code error;
    const std::size_t count =
        co_await stream_.async_read_some(asio::buffer(to, size), await_into(error));
    if (error == asio::error::eof) co_return std::size_t{0};
    // An end without close_notify (stream_truncated) is an error on purpose: the peer's last bytes
    // may be missing.
    if (error) co_return fail(Blame::upstream, "net.closed", error.message());
    co_return count;
  }
  Result<std::size_t> try_write(std::string_view) override { return std::size_t{0}; }
  Task<Result<void>> write_all(std::string_view bytes) override {
    error_code error;
    co_await asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()),
                               await_into(error));
    if (error) co_return fail(Blame::upstream, "net.closed", error.message());
    co_return Result<void>{};
  }
  void finish_writing() override {
    error_code ignored;
    stream_.next_layer().shutdown(TcpSocket::shutdown_send, ignored);
  }
  void cancel_read() override {
    error_code ignored;
    stream_.next_layer().cancel(ignored);
  }
  void abort() override {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }
  bool peer_is_gone() override {
    pollfd watched{stream_.next_layer().native_handle(), POLLRDHUP, 0};
    return ::poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  }
  bool is_quiet() override {
    char byte;
    const ssize_t got =
        ::recv(stream_.next_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) &&
           SSL_pending(stream_.native_handle()) == 0;
  }
  SslStream& ssl() { return stream_; }

 private:
  SslStream stream_;
};

// RFC 6066 section 3: SNI carries names, not addresses; a certificate names an address in its own
// field.
bool expect_name(SSL* ssl, const std::string& name) {
  error_code not_an_address;
  asio::ip::make_address(name, not_an_address);
  if (!not_an_address) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str()) == 1;
  // RFC 9525 section 6.3: a wildcard is a whole label.
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set_tlsext_host_name(ssl, name.c_str()) == 1 && SSL_set1_host(ssl, name.c_str()) == 1;
}

}  // namespace

struct TlsClientContext::Impl {
  asio::ssl::context context{asio::ssl::context::tls_client};
};

TlsClientContext::TlsClientContext() : impl_(std::make_unique<Impl>()) {
  SSL_CTX* ctx = impl_->context.native_handle();
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_default_verify_paths(ctx);
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, nullptr);
}
TlsClientContext::~TlsClientContext() = default;

Task<Result<std::unique_ptr<Stream>>> connect_tls(const TlsClientContext& context, TcpSocket socket,
                                                  std::string server_name, DeadlineList& deadlines,
                                                  std::chrono::milliseconds timeout) {
  auto stream = std::make_unique<TlsStream>(std::move(socket), context.impl().context);
  SSL* ssl = stream->ssl().native_handle();
  const bool named = expect_name(ssl, server_name);
  if (!named) co_return fail(Blame::config, "net.tls", "not a usable name: " + server_name);
  StallGuard guard(*stream);
  guard.set(deadlines, timeout);
  error_code error;
  co_await stream->ssl().async_handshake(SslStream::client, await_into(error));
  guard.clear();
  if (guard.expired()) co_return fail(Blame::upstream, "net.tls", "the handshake timed out");
  if (error) {
    const long verdict = SSL_get_verify_result(ssl);
    co_return fail(Blame::upstream, "net.tls",
                   verdict != X509_V_OK ? X509_verify_cert_error_string(verdict) : error.message());
  }
  co_return std::unique_ptr<Stream>(std::move(stream));
}

}  // namespace jg::net
