#include "jose/thumbprint.h"

#include <openssl/evp.h>

#include <array>
#include <span>
#include <string_view>

#include "base/base64.h"
#include "jose/codes.h"
#include "jose/jwk_members.h"
#include "json/text.h"

namespace jg::jose {
namespace {

// In the order of their names (RFC 7638 section 3.2).
std::span<const std::string_view> required_members(std::string_view kty) {
  static constexpr std::array<std::string_view, 3> kRsa = {"e", "kty", "n"};
  static constexpr std::array<std::string_view, 4> kEc = {"crv", "kty", "x", "y"};
  static constexpr std::array<std::string_view, 3> kOkp = {"crv", "kty", "x"};
  static constexpr std::array<std::string_view, 2> kOct = {"k", "kty"};
  if (kty == "RSA") return kRsa;
  if (kty == "EC") return kEc;
  if (kty == "OKP") return kOkp;
  return kOct;
}

}  // namespace

Result<std::string> thumbprint(json::Value jwk) {
  const auto kind = read_key_kind(jwk);
  if (!kind) return std::unexpected(kind.error());
  std::string canonical = "{";
  for (const std::string_view member : required_members(facts(*kind).kty)) {
    const auto text = optional_text(jwk, member);
    if (!text) return std::unexpected(text.error());
    if (!*text) return bad_key(codes::kKeyMalformed, quoted_member(member) + " is missing");
    if (canonical.size() > 1) canonical += ',';
    json::append_quoted(canonical, member);
    canonical += ':';
    json::append_quoted(canonical, **text);
  }
  canonical += '}';
  std::array<char, 32> hash;
  if (EVP_Q_digest(nullptr, "SHA256", nullptr, canonical.data(), canonical.size(),
                   reinterpret_cast<unsigned char*>(hash.data()), nullptr) != 1)
    return fail(Blame::gateway, codes::kKeyInvalid, "OpenSSL cannot hash");
  return base64url_encode({hash.data(), hash.size()});
}

}  // namespace jg::jose
