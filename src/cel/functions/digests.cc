#include <openssl/evp.h>

#include <array>
#include <string>

#include "base/hex.h"
#include "cel/functions/groups.h"

namespace jg::cel::functions {
namespace {

// Lower-case hexadecimal. MD5 and SHA-1 are there for cache keys and old peers; neither proves
// anything.
template <const EVP_MD* (*Algorithm)()>
Value digest(const Call& call) {
  const Value v = call.args[0];
  if (!v.is(Kind::string) && !v.is(Kind::bytes)) return no_overload();
  if (!call.context.spend(16) || !call.context.spend_text(v.as_text().size()))
    return Context::exhausted();
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned int size = 0;
  if (EVP_Digest(v.as_text().data(), v.as_text().size(), hash.data(), &size, Algorithm(),
                 nullptr) != 1) {
    return Value::error(ErrorCode::failed, "this digest is not available");
  }
  std::string out;
  for (unsigned int i = 0; i < size; ++i) append_hex(out, static_cast<char>(hash[i]));
  return call.context.copy_string(out);
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "sha256.encode",
     .signature = "string|bytes -> string",
     .says = "SHA-256 in hexadecimal",
     .body = digest<EVP_sha256>,
     .dialect = Dialect::gateway},
    {.name = "sha1.encode",
     .signature = "string|bytes -> string",
     .says = "SHA-1 in hexadecimal; it proves nothing",
     .body = digest<EVP_sha1>,
     .dialect = Dialect::gateway},
    {.name = "md5.encode",
     .signature = "string|bytes -> string",
     .says = "MD5 in hexadecimal; it proves nothing",
     .body = digest<EVP_md5>,
     .dialect = Dialect::gateway},
});

}  // namespace

Group digests() { return {"Digests", kTable}; }

}  // namespace jg::cel::functions
