#include "net/tls_hello.h"

#include <optional>

#include "net/client_hello.h"

namespace jg::net {
namespace {

Hello* hello_of(SSL* ssl) { return static_cast<Hello*>(SSL_get_app_data(ssl)); }

// Empty text when the client names none; nothing when what it names is malformed.
std::optional<std::string> asked_for(SSL* ssl) {
  const unsigned char* data = nullptr;
  std::size_t size = 0;
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_server_name, &data, &size) != 1)
    return std::string();
  return parse_server_name({reinterpret_cast<const char*>(data), size});
}

bool change_to(SSL* ssl, const TlsServerContext::Impl& chosen) {
  SSL_CTX* const context = chosen.context.get();
  SSL_set_verify(ssl, SSL_CTX_get_verify_mode(context), nullptr);
  return SSL_set_SSL_CTX(ssl, context) == context &&
         SSL_set_min_proto_version(ssl, SSL_CTX_get_min_proto_version(context)) == 1 &&
         SSL_set_max_proto_version(ssl, SSL_CTX_get_max_proto_version(context)) == 1 &&
         SSL_set1_groups_list(ssl, chosen.groups.c_str()) == 1;
}

}  // namespace

int on_client_hello(SSL* ssl, int* alert, void*) {
  Hello* const hello = hello_of(ssl);
  auto name = hello == nullptr ? std::nullopt : asked_for(ssl);
  if (!name) {
    *alert = SSL_AD_DECODE_ERROR;
    return SSL_CLIENT_HELLO_ERROR;
  }
  hello->server_name = std::move(*name);
  hello->chosen = hello->chooser.choose(hello->server_name);
  hello->has_unknown_name = hello->chosen == nullptr;
  if (hello->has_unknown_name) {
    *alert = SSL_AD_UNRECOGNIZED_NAME;
    return SSL_CLIENT_HELLO_ERROR;
  }
  if (change_to(ssl, hello->chosen->impl())) return SSL_CLIENT_HELLO_SUCCESS;
  *alert = SSL_AD_INTERNAL_ERROR;
  return SSL_CLIENT_HELLO_ERROR;
}

// RFC 7301 section 3.2: ours is the order; with nothing in common the handshake ends.
int on_alpn(SSL* ssl, const unsigned char** out, unsigned char* out_size,
            const unsigned char* offered, unsigned size, void*) {
  const Hello* const hello = hello_of(ssl);
  if (hello == nullptr || hello->chosen == nullptr) return SSL_TLSEXT_ERR_ALERT_FATAL;
  const std::string& ours = hello->chosen->impl().alpn;
  if (ours.empty()) return SSL_TLSEXT_ERR_NOACK;
  unsigned char* selected = nullptr;
  const int found = SSL_select_next_proto(&selected, out_size,
                                          reinterpret_cast<const unsigned char*>(ours.data()),
                                          static_cast<unsigned>(ours.size()), offered, size);
  if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace jg::net
