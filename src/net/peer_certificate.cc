#include "net/peer_certificate.h"

#include <arpa/inet.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/base64.h"
#include "net/openssl.h"

namespace jg::net {
namespace {

using NamesOwner = std::unique_ptr<GENERAL_NAMES, OpenSslDelete<&GENERAL_NAMES_free>>;

constexpr std::string_view kScheme = "spiffe://";
constexpr std::size_t kSpiffeBytes = 2048;

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

// Special and control characters are escaped, so a value cannot look like another attribute.
std::string name_text(const X509_NAME* name) {
  const BioOwner bio(BIO_new(BIO_s_mem()));
  constexpr unsigned long kForm =
      (ASN1_STRFLGS_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) |
      XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_SN;
  if (bio == nullptr || X509_NAME_print_ex(bio.get(), name, 0, kForm) < 0) return {};
  return text_of(bio.get());
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

std::string common_name(const X509_NAME* name) {
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string out(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return is_plain(out) ? out : std::string();
}

std::string_view bytes_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string address_text(std::string_view bytes) {
  char text[INET6_ADDRSTRLEN];
  if (bytes.size() != 4 && bytes.size() != 16) return {};
  const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
  return ::inet_ntop(family, bytes.data(), text, sizeof text) == nullptr ? "" : text;
}

std::string alt_name(const GENERAL_NAME* name) {
  int kind = 0;
  void* const value = GENERAL_NAME_get0_value(name, &kind);
  if (kind != GEN_URI && kind != GEN_DNS && kind != GEN_IPADD) return {};
  const std::string_view bytes = bytes_of(static_cast<const ASN1_STRING*>(value));
  if (kind == GEN_IPADD) return address_text(bytes);
  return is_plain(bytes) ? std::string(bytes) : std::string();
}

std::vector<std::string> alt_names(const X509* certificate) {
  const NamesOwner names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> out;
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    std::string text = alt_name(sk_GENERAL_NAME_value(names.get(), i));
    if (!text.empty()) out.push_back(std::move(text));
  }
  return out;
}

bool is_segment(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  });
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t slash = text.find('/');
    out.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) return out;
    text.remove_prefix(slash + 1);
  }
}

// Several would leave open which one it is.
std::optional<std::string> only_spiffe_id(const std::vector<std::string>& names) {
  const auto is_one = [](const std::string& name) { return name.starts_with(kScheme); };
  const auto found = std::ranges::find_if(names, is_one);
  if (found == names.end() || std::ranges::count_if(names, is_one) > 1 || !is_spiffe_id(*found))
    return std::nullopt;
  return *found;
}

}  // namespace

bool is_spiffe_id(std::string_view text) {
  if (!text.starts_with(kScheme) || text.size() > kSpiffeBytes) return false;
  const auto parts = split(text.substr(kScheme.size()));
  return std::ranges::all_of(parts, is_segment) &&
         std::ranges::none_of(parts.front(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<WorkloadIdentity> parse_workload_identity(std::string_view spiffe_id) {
  if (!is_spiffe_id(spiffe_id)) return std::nullopt;
  const auto parts = split(spiffe_id.substr(kScheme.size()));
  if (parts.size() != 5 || parts[1] != "ns" || parts[3] != "sa") return std::nullopt;
  return WorkloadIdentity{std::string(parts[0]), std::string(parts[2]), std::string(parts[4])};
}

std::shared_ptr<const PeerCertificate> read_peer_certificate(const X509* certificate) {
  PeerCertificate out;
  out.subject = name_text(X509_get_subject_name(certificate));
  out.subject_common_name = common_name(X509_get_subject_name(certificate));
  out.issuer = name_text(X509_get_issuer_name(certificate));
  out.alt_names = alt_names(certificate);
  out.spiffe_id = only_spiffe_id(out.alt_names);
  if (out.spiffe_id) out.identity = parse_workload_identity(*out.spiffe_id);
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size > 0) out.der.assign(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return std::make_shared<const PeerCertificate>(std::move(out));
}

// RFC 7468 section 5.
std::string PeerCertificate::pem() const {
  constexpr std::size_t kLine = 64;
  const std::string text = base64_encode(der);
  std::string out = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t i = 0; i < text.size(); i += kLine) out.append(text, i, kLine).push_back('\n');
  return out + "-----END CERTIFICATE-----\n";
}

}  // namespace jg::net
