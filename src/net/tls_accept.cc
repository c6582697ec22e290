#include "net/tls_accept.h"

#include <openssl/err.h>

#include <algorithm>
#include <cerrno>

#include "net/stall_guard.h"
#include "net/tls_hello.h"
#include "net/tls_stream.h"

namespace jg::net {
namespace {

constexpr std::chrono::milliseconds kLinger{1000};
constexpr std::size_t kLingerBytes = 64 * 1024;

const char* reason_of(const Hello& hello, int reason) {
  if (hello.has_unknown_name) return "name";
  switch (reason) {
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST:
    case SSL_R_WRONG_VERSION_NUMBER: return "not_tls";
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_PROTOCOLS_AVAILABLE: return "version";
    case SSL_R_NO_APPLICATION_PROTOCOL: return "alpn";
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return "no_certificate";
    case SSL_R_CERTIFICATE_VERIFY_FAILED: return "certificate";
    case SSL_R_UNEXPECTED_EOF_WHILE_READING: return "closed";
    default: return "other";
  }
}

HandshakeFailure explain(TlsStream& stream, const Hello& hello) {
  if (!stream.socket().is_open()) return {"closed", "aborted"};
  const unsigned long error = ERR_peek_error();
  if (error == 0) return {"closed", "the client went away"};
  const char* reason = reason_of(hello, ERR_GET_REASON(error));
  std::string detail = take_openssl_error();
  // A wrong signature is told by the cryptography first, and by the certificate's check last.
  const long verdict = SSL_get_verify_result(stream.ssl());
  if (verdict != X509_V_OK) reason = "certificate";
  if (std::string_view(reason) == "certificate")
    detail = X509_verify_cert_error_string(verdict);
  else if (hello.has_unknown_name)
    detail = "no listener has the name " + hello.server_name;
  return {reason, std::move(detail)};
}

// Closing with unread bytes would reset the connection, and the alert be lost on its way.
Task<void> linger(TlsStream& stream, DeadlineList& deadlines) {
  stream.socket().finish_writing();
  StallGuard guard(stream);
  guard.set(deadlines, kLinger);
  char sink[4096];
  for (std::size_t read = 0; read < kLingerBytes;) {
    const bool open = co_await stream.socket().until_readable();
    const ssize_t got = open ? stream.socket().receive(sink, sizeof sink) : 0;
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) break;
    read += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
  }
}

// Empty when the client's certificate is not what it was when the session began.
std::optional<TlsFacts> facts_of(SSL* ssl, const Hello& hello) {
  TlsFacts out;
  out.server_name = hello.server_name;
  out.client_trust = hello.chosen->client_trust();
  out.version = SSL_version(ssl) == TLS1_2_VERSION ? TlsVersion::tls12 : TlsVersion::tls13;
  const unsigned char* alpn = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl, &alpn, &size);
  if (size > 0) out.alpn.assign(reinterpret_cast<const char*>(alpn), size);
  const X509* const certificate = SSL_get0_peer_certificate(ssl);
  if (certificate != nullptr) out.certificate = read_peer_certificate(certificate);
  const bool is_good =
      out.client_trust.empty() ||
      (certificate != nullptr && X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0);
  return is_good ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace

Task<std::expected<AcceptedTls, HandshakeFailure>> accept_tls(TcpSocket socket, AcceptTls how) {
  SslOwner ssl(SSL_new(how.chooser.any().impl().context.get()));
  if (ssl == nullptr) co_return std::unexpected(HandshakeFailure{"other", take_openssl_error()});
  Hello hello{how.chooser};
  SSL_set_app_data(ssl.get(), &hello);
  SSL_set_accept_state(ssl.get());
  auto stream = std::make_unique<TlsStream>(how.loop, take_descriptor(std::move(socket)),
                                            std::move(ssl), Blame::client);
  StallGuard guard(*stream);
  guard.set(how.loop.deadlines(), how.timeout);
  how.cancel.bind(stream.get());
  const bool done = co_await stream->handshake();
  guard.clear();
  SSL_set_app_data(stream->ssl(), nullptr);
  if (!done) {
    HandshakeFailure failure = explain(*stream, hello);
    if (guard.expired()) failure = {"timeout", "the handshake took too long"};
    if (stream->socket().is_open()) co_await linger(*stream, how.loop.deadlines());
    how.cancel.bind(nullptr);
    co_return std::unexpected(std::move(failure));
  }
  how.cancel.bind(nullptr);
  auto facts = facts_of(stream->ssl(), hello);
  if (!facts)
    co_return std::unexpected(
        HandshakeFailure{"certificate", "the client's certificate has expired since"});
  co_return AcceptedTls{std::move(stream), std::move(*facts)};
}

}  // namespace jg::net
