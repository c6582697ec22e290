#include "net/tls_client.h"

#include "net/tls_client_impl.h"
#include "net/tls_context.h"

namespace jg::net {
namespace {

// With TLS 1.3 it comes after the handshake, when the first answer is read.
int on_session(SSL* ssl, SSL_SESSION* session) {
  auto* const slot = static_cast<TlsSession*>(SSL_get_app_data(ssl));
  if (slot == nullptr) return 0;
  slot->impl().last.reset(session);
  return 1;  // the session is ours now
}

}  // namespace

TlsSession::TlsSession() : impl_(std::make_unique<Impl>()) {}
TlsSession::~TlsSession() = default;

TlsClientContext::TlsClientContext(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TlsClientContext::~TlsClientContext() = default;

std::string_view TlsClientContext::id() const { return impl_->id; }

std::string TlsClientContext::id_of(const TlsClientSettings& settings) {
  std::string text;
  const auto add = [&](std::string_view part) {
    text.append(std::to_string(part.size())).append(":").append(part);
  };
  add(settings.roots.value_or("system"));
  if (settings.credentials) {
    add(settings.credentials->certificates);
    add(settings.credentials->key.reveal());
  }
  add(std::to_string(static_cast<int>(settings.verify)));
  for (const auto* list : {&settings.alt_names, &settings.protocol.cipher_suites,
                           &settings.protocol.groups, &settings.protocol.alpn}) {
    add(std::to_string(list->size()));
    for (const std::string& item : *list) add(item);
  }
  add(std::to_string(static_cast<int>(settings.protocol.least)));
  add(std::to_string(static_cast<int>(settings.protocol.most)));
  std::string id = digest_of(text);
  const Secret wiped(std::move(text));
  return id;
}

Result<std::shared_ptr<const TlsClientContext>> TlsClientContext::make(
    const TlsClientSettings& settings) {
  auto context = make_context(TLS_client_method(), settings.protocol);
  if (!context) return std::unexpected(std::move(context.error()));
  SSL_CTX* const ctx = context->get();
  if (settings.roots) {
    if (auto trusted = trust(ctx, *settings.roots); !trusted)
      return std::unexpected(std::move(trusted.error()));
  } else {
    // SSL_CERT_FILE and SSL_CERT_DIR are honoured.
    SSL_CTX_set_default_verify_paths(ctx);
  }
  if (settings.credentials) {
    if (auto used = use_credentials(ctx, *settings.credentials); !used)
      return std::unexpected(std::move(used.error()));
  }
  const bool checks = settings.verify != Verify::nothing;
  SSL_CTX_set_verify(ctx, checks ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(ctx, &on_session);
  Impl impl{std::move(*context), settings.verify, settings.alt_names,
            alpn_list(settings.protocol.alpn), id_of(settings)};
  return std::shared_ptr<const TlsClientContext>(
      new TlsClientContext(std::make_unique<const Impl>(std::move(impl))));
}

}  // namespace jg::net
