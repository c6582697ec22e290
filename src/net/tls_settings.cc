#include "net/tls_settings.h"

#include <openssl/opensslv.h>

#include <algorithm>
#include <array>

#include "net/tls_context.h"

namespace jg::net {
namespace {

struct Row {
  CipherSuite suite;
  std::string_view openssl;
  std::string_view rustls = {};
};

using enum TlsVersion;

constexpr auto kSuites = std::to_array<Row>({
    {{"TLS_AES_256_GCM_SHA384", tls13}, "TLS_AES_256_GCM_SHA384", "TLS13_AES_256_GCM_SHA384"},
    {{"TLS_AES_128_GCM_SHA256", tls13}, "TLS_AES_128_GCM_SHA256", "TLS13_AES_128_GCM_SHA256"},
    {{"TLS_CHACHA20_POLY1305_SHA256", tls13},
     "TLS_CHACHA20_POLY1305_SHA256",
     "TLS13_CHACHA20_POLY1305_SHA256"},
    {{"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", tls12}, "ECDHE-ECDSA-AES256-GCM-SHA384"},
    {{"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", tls12}, "ECDHE-ECDSA-AES128-GCM-SHA256"},
    {{"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", tls12}, "ECDHE-ECDSA-CHACHA20-POLY1305"},
    {{"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", tls12}, "ECDHE-RSA-AES256-GCM-SHA384"},
    {{"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", tls12}, "ECDHE-RSA-AES128-GCM-SHA256"},
    {{"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", tls12}, "ECDHE-RSA-CHACHA20-POLY1305"},
});

constexpr auto kGroups = std::to_array<std::string_view>({"X25519", "P-256", "P-384"});

const Row* find_row(std::string_view name) {
  const auto found = std::ranges::find_if(kSuites, [&](const Row& row) {
    return row.suite.name == name || row.openssl == name || row.rustls == name;
  });
  return found == kSuites.end() ? nullptr : &*found;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string out;
  for (const std::string_view name : names) out.append(out.empty() ? "" : ":").append(name);
  return out;
}

}  // namespace

const CipherSuite* find_cipher_suite(std::string_view name) {
  const Row* const row = find_row(name);
  return row == nullptr ? nullptr : &row->suite;
}

bool is_key_exchange_group(std::string_view name) {
  return std::ranges::find(kGroups, name) != kGroups.end();
}

std::string_view tls_library() { return "OpenSSL " OPENSSL_VERSION_STR; }

std::string cipher_list(const TlsSettings& settings, TlsVersion version) {
  std::vector<std::string_view> names;
  if (settings.cipher_suites.empty()) {
    for (const Row& row : kSuites)
      if (row.suite.version == version) names.push_back(row.openssl);
  }
  for (const std::string& name : settings.cipher_suites) {
    const Row* const row = find_row(name);
    if (row != nullptr && row->suite.version == version) names.push_back(row->openssl);
  }
  return joined(names);
}

std::string group_list(const TlsSettings& settings) {
  if (settings.groups.empty()) return joined({kGroups.begin(), kGroups.end()});
  return joined({settings.groups.begin(), settings.groups.end()});
}

// RFC 7301 section 3.1: each name behind its length.
std::string alpn_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out.push_back(static_cast<char>(name.size()));
    out.append(name);
  }
  return out;
}

}  // namespace jg::net
