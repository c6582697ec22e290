// net/tls_settings.h - what may be negotiated on a TLS connection, by either role.
//
// Spec: TLS 1.2 (RFC 5246, with AEAD and ephemeral keys only) and TLS 1.3 (RFC 8446).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret.h"

namespace jg::net {

enum class TlsVersion : std::uint8_t { tls12, tls13 };

// A name of a cipher suite as the configuration may have it: the standard's, rustls' or OpenSSL's.
struct CipherSuite {
  std::string_view name;  // IANA's
  TlsVersion version;
};
const CipherSuite* find_cipher_suite(std::string_view name);

// X25519, P-256, P-384; what this OpenSSL cannot do is not found.
bool is_key_exchange_group(std::string_view name);
std::string_view tls_library();  // "OpenSSL 3.0.19"

struct TlsSettings {
  TlsVersion least = TlsVersion::tls12;
  TlsVersion most = TlsVersion::tls13;
  std::vector<std::string> cipher_suites;  // in order of preference; none: the usual ones
  std::vector<std::string> groups;         // the same
  std::vector<std::string> alpn;           // the same; none: nothing is negotiated
  friend bool operator==(const TlsSettings&, const TlsSettings&) = default;
};

// A certificate with its key, PEM; the certificate's own comes first, then who issued it.
struct TlsCredentials {
  std::string certificates;
  Secret key;
};

}  // namespace jg::net
