#include "base/digest.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace jg {

Sha256 sha256(std::string_view bytes) {
  Sha256 out;
  auto* const to = reinterpret_cast<unsigned char*>(out.data());
  // It fails only without memory, or where OpenSSL is not whole: nothing can be told apart then.
  if (EVP_Digest(bytes.data(), bytes.size(), to, nullptr, EVP_sha256(), nullptr) != 1) std::abort();
  return out;
}

}  // namespace jg
