#include "net/tls_connect.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "net/peer_certificate.h"
#include "net/stall_guard.h"
#include "net/tls_client_impl.h"
#include "net/tls_context.h"
#include "net/tls_stream.h"

namespace jg::net {
namespace {

bool is_address(const std::string& name) {
  in6_addr address;  // has room for either
  return ::inet_pton(AF_INET, name.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), &address) == 1;
}

void resume(SSL* ssl, TlsSession::Impl& session) {
  if (session.last == nullptr) return;
  SSL_set_session(ssl, session.last.get());
  // RFC 8446 appendix C.4: a ticket is used once.
  if (SSL_SESSION_get_protocol_version(session.last.get()) == TLS1_3_VERSION) session.last.reset();
}

// RFC 6066 section 3: SNI carries names, not addresses.
bool ask_for(SSL* ssl, const std::string& name) {
  return is_address(name) || SSL_set_tlsext_host_name(ssl, name.c_str()) == 1;
}

void offer(SSL* ssl, const std::string& protocols) {
  if (protocols.empty()) return;
  SSL_set_alpn_protos(ssl, reinterpret_cast<const unsigned char*>(protocols.data()),
                      static_cast<unsigned>(protocols.size()));
}

bool has_name(X509* certificate, const std::string& name) {
  if (is_address(name)) return X509_check_ip_asc(certificate, name.c_str(), 0) == 1;
  if (name.find("://") != std::string::npos) {
    const auto names = read_peer_certificate(certificate)->alt_names;
    return std::ranges::find(names, name) != names.end();
  }
  // RFC 9525 section 6.3: a wildcard is a whole label.
  return X509_check_host(certificate, name.data(), name.size(),
                         X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, nullptr) == 1;
}

bool has_right_name(SSL* ssl, const TlsClientContext::Impl& context, const std::string& name) {
  if (context.verify != Verify::all) return true;
  X509* const certificate = SSL_get0_peer_certificate(ssl);
  if (certificate == nullptr) return false;
  return has_name(certificate, name) ||
         std::ranges::any_of(context.alt_names, [&](const std::string& other) {
           return has_name(certificate, other);
         });
}

std::string explain(TlsStream& stream) {
  if (ERR_peek_error() == 0) return "the connection ended within the handshake";
  std::string why = take_openssl_error();
  const long verdict = SSL_get_verify_result(stream.ssl());
  const bool was_checked = SSL_get_verify_mode(stream.ssl()) != SSL_VERIFY_NONE;
  return was_checked && verdict != X509_V_OK ? X509_verify_cert_error_string(verdict) : why;
}

}  // namespace

Task<Result<TlsConnection>> connect_tls(TcpSocket socket, ConnectTls how) {
  const TlsClientContext::Impl& context = how.context.impl();
  SslOwner ssl(SSL_new(context.context.get()));
  if (ssl == nullptr || !ask_for(ssl.get(), how.server_name))
    co_return fail(Blame::config, "net.tls", "not a usable name: " + how.server_name);
  offer(ssl.get(), how.protocol ? alpn_list({*how.protocol}) : context.alpn);
  SSL_set_app_data(ssl.get(), how.session.get());
  if (how.session != nullptr) resume(ssl.get(), how.session->impl());
  SSL_set_connect_state(ssl.get());
  auto stream = std::make_unique<TlsStream>(how.loop, take_descriptor(std::move(socket)),
                                            std::move(ssl), Blame::upstream, how.session);
  StallGuard guard(*stream);
  guard.set(how.loop.deadlines(), how.timeout);
  const bool done = co_await stream->handshake();
  guard.clear();
  if (guard.expired()) co_return fail(Blame::upstream, "net.tls", "the handshake timed out");
  if (!done) co_return fail(Blame::upstream, "net.tls", explain(*stream));
  if (!has_right_name(stream->ssl(), context, how.server_name))
    co_return fail(Blame::upstream, "net.tls",
                   "hostname mismatch: the certificate is not " + how.server_name + "'s");
  TlsConnection out;
  const unsigned char* alpn = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(stream->ssl(), &alpn, &size);
  if (size > 0) out.alpn.assign(reinterpret_cast<const char*>(alpn), size);
  out.stream = std::move(stream);
  co_return out;
}

}  // namespace jg::net
