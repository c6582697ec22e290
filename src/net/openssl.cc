#include "net/openssl.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/hex.h"

namespace jg::net {

std::string take_openssl_error() {
  const unsigned long first = ERR_get_error();
  ERR_clear_error();
  const char* const reason = first == 0 ? nullptr : ERR_reason_error_string(first);
  return reason != nullptr ? reason : "unknown error";
}

std::string digest_of(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  std::string out;
  if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr) != 1) return out;
  for (unsigned i = 0; i < size; ++i) append_hex(out, static_cast<char>(digest[i]));
  return out;
}

}  // namespace jg::net
