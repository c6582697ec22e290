#include "jose/certificate_digests.h"

#include <openssl/evp.h>

#include <array>

#include "base/base64.h"

namespace jg::jose {
namespace {

constexpr std::array kMembers = {"x5t#S256", "x5t"};

std::string read_digest(json::Value object, const char* member) {
  const auto value = object.find(member);
  const auto text = value ? value->as_string() : std::nullopt;
  return text ? base64url_decode(*text).value_or("") : "";
}

std::string digest(std::string_view bytes, const EVP_MD* kind) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  auto* const to = reinterpret_cast<unsigned char*>(out.data());
  if (EVP_Digest(bytes.data(), bytes.size(), to, &size, kind, nullptr) != 1) return {};
  out.resize(size);
  return out;
}

// DER, in plain base64 where all else in a JWK is base64url.
std::string first_certificate(json::Value jwk) {
  const auto chain = jwk.find("x5c");
  const auto first = chain ? chain->at(0) : std::nullopt;
  const auto text = first ? first->as_string() : std::nullopt;
  return text ? base64_decode(*text).value_or("") : "";
}

}  // namespace

std::vector<std::string> read_certificate_digests(json::Value jwk) {
  std::vector<std::string> out;
  for (const char* member : kMembers) out.push_back(read_digest(jwk, member));
  if (const std::string certificate = first_certificate(jwk); !certificate.empty())
    for (const EVP_MD* kind : {EVP_sha256(), EVP_sha1()}) out.push_back(digest(certificate, kind));
  std::erase(out, "");
  return out;
}

std::string read_certificate_digest(json::Value header) {
  for (const char* member : kMembers)
    if (std::string found = read_digest(header, member); !found.empty()) return found;
  return {};
}

}  // namespace jg::jose
