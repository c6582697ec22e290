// net/tls_context.h - what server and client contexts of OpenSSL are made of alike.
//
// Thread: a context is made by one thread and not changed afterwards; any makes connections of it.
// Errors: net.tls_settings, net.tls_certificate, net.tls_key, net.tls_root: whose fault it is.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "net/openssl.h"
#include "net/tls_settings.h"

namespace jg::net {

namespace codes {
inline constexpr const char* kTlsSettings = "net.tls_settings";
inline constexpr const char* kTlsCertificate = "net.tls_certificate";
inline constexpr const char* kTlsKey = "net.tls_key";
inline constexpr const char* kTlsRoot = "net.tls_root";
}  // namespace codes

// In OpenSSL's form: "A:B:C".
std::string cipher_list(const TlsSettings& settings, TlsVersion version);
std::string group_list(const TlsSettings& settings);
std::string alpn_list(const std::vector<std::string>& names);

int protocol_number(TlsVersion version);

// `method` is the role. Nothing is trusted yet.
Result<SslContextOwner> make_context(const SSL_METHOD* method, const TlsSettings& settings);

// The chain must stand in order, and the key must be the first certificate's.
Result<void> use_credentials(SSL_CTX* context, const TlsCredentials& credentials);

// A peer's chain may end at any of these, also where one is no root itself. Gives what it trusts.
Result<std::vector<X509Owner>> trust(SSL_CTX* context, const std::string& roots);

Result<std::vector<X509Owner>> parse_certificates(const std::string& pem, const char* code);

SystemTime expiry_of(const X509* certificate);

}  // namespace jg::net
