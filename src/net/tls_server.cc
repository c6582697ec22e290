#include "net/tls_server.h"

#include <algorithm>

#include "net/tls_context.h"
#include "net/tls_hello.h"
#include "net/tls_ticket_seal.h"

namespace jg::net {
namespace {

constexpr long kSessionSeconds = 7200;

int on_ticket(SSL* ssl, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
              EVP_MAC_CTX* mac, int is_new) {
  // OpenSSL asks the context that the connection began with; any has the same ring.
  const auto* keys = static_cast<const TicketKeys*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  const TicketSeal seal{name, iv, cipher, mac};
  return is_new != 0 ? seal_ticket(*keys, seal) : open_ticket(*keys, seal);
}

Result<void> demand_certificate(SSL_CTX* context, const std::string& roots) {
  auto trusted = trust(context, roots);
  if (!trusted) return std::unexpected(std::move(trusted.error()));
  for (const X509Owner& root : *trusted) SSL_CTX_add_client_CA(context, root.get());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  return {};
}

bool bind_sessions(SSL_CTX* context, const TlsServerSettings& settings, const TicketKeys& tickets) {
  SSL_CTX_set_app_data(context, const_cast<TicketKeys*>(&tickets));  // only read again
  SSL_CTX_set_timeout(context, kSessionSeconds);
  const std::string id = digest_of(settings.name + '\n' + settings.client_roots.value_or(""));
  return SSL_CTX_set_tlsext_ticket_key_evp_cb(context, &on_ticket) == 1 &&
         SSL_CTX_set_session_id_context(context, reinterpret_cast<const unsigned char*>(id.data()),
                                        SSL_MAX_SID_CTX_LENGTH) == 1;
}

// The first of the chain to expire ends it all.
SystemTime first_expiry(const std::vector<X509Owner>& chain) {
  SystemTime first = SystemTime::max();
  for (const X509Owner& certificate : chain) first = std::min(first, expiry_of(certificate.get()));
  return first;
}

}  // namespace

TlsServerContext::TlsServerContext(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TlsServerContext::~TlsServerContext() = default;

std::string_view TlsServerContext::client_trust() const { return impl_->client_trust; }
const PeerCertificate& TlsServerContext::certificate() const { return *impl_->certificate; }
SystemTime TlsServerContext::expiry() const { return impl_->expiry; }

Result<std::shared_ptr<const TlsServerContext>> TlsServerContext::make(
    const TlsServerSettings& settings, const TicketKeys& tickets) {
  auto context = make_context(TLS_server_method(), settings.protocol);
  if (!context) return std::unexpected(std::move(context.error()));
  SSL_CTX* const ctx = context->get();
  if (auto used = use_credentials(ctx, settings.credentials); !used)
    return std::unexpected(std::move(used.error()));
  Impl impl{std::move(*context),
            settings.protocol,
            group_list(settings.protocol),
            alpn_list(settings.protocol.alpn),
            {},
            {},
            {}};
  if (settings.client_roots) {
    if (auto demanded = demand_certificate(ctx, *settings.client_roots); !demanded)
      return std::unexpected(std::move(demanded.error()));
    impl.client_trust = digest_of(*settings.client_roots);
  }
  auto chain = parse_certificates(settings.credentials.certificates, codes::kTlsCertificate);
  impl.certificate = read_peer_certificate(chain->front().get());
  impl.expiry = first_expiry(*chain);
  SSL_CTX_set_client_hello_cb(ctx, &on_client_hello, nullptr);
  SSL_CTX_set_alpn_select_cb(ctx, &on_alpn, nullptr);
  if (!bind_sessions(ctx, settings, tickets))
    return fail(Blame::config, codes::kTlsSettings, take_openssl_error());
  return std::shared_ptr<const TlsServerContext>(
      new TlsServerContext(std::make_unique<const Impl>(std::move(impl))));
}

}  // namespace jg::net
