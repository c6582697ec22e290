#include "jose/key_material.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <string>
#include <vector>

#include "jose/codes.h"

namespace jg::jose {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::unexpected<Error> no_key(const char* why) {
  return fail(Blame::config, codes::kKeyInvalid, why);
}

// Collects parameters; remembers that one could not be added instead of saying so each time.
class Params {
 public:
  Params() : builder_(OSSL_PARAM_BLD_new()), good_(builder_ != nullptr) {}

  void add_number(const char* name, std::string_view big_endian) {
    if (big_endian.empty() || !good_) return;
    BignumPtr number(BN_bin2bn(bytes_of(big_endian), static_cast<int>(big_endian.size()), nullptr));
    good_ = number && OSSL_PARAM_BLD_push_BN(builder_.get(), name, number.get()) == 1;
    numbers_.push_back(std::move(number));
  }

  void add_text(const char* name, const char* text) {
    good_ = good_ && OSSL_PARAM_BLD_push_utf8_string(builder_.get(), name, text, 0) == 1;
  }

  void add_bytes(const char* name, std::string_view bytes) {
    good_ = good_ &&
            OSSL_PARAM_BLD_push_octet_string(builder_.get(), name, bytes.data(), bytes.size()) == 1;
  }

  PkeyPtr make_key(const char* type, int selection) {
    if (!good_) return nullptr;
    const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder_.get()));
    const PkeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1) return nullptr;
    return PkeyPtr(key);
  }

 private:
  ParamsBuilderPtr builder_;
  std::vector<BignumPtr> numbers_;  // the builder only points at them
  bool good_;
};

bool passes(const PkeyPtr& key, int (*check)(EVP_PKEY_CTX*)) {
  const PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  return context && check(context.get()) == 1;
}

}  // namespace

Result<PkeyPtr> make_rsa_key(const RsaNumbers& numbers) {
  const CryptoErrors errors;
  Params params;
  params.add_number(OSSL_PKEY_PARAM_RSA_N, numbers.n);
  params.add_number(OSSL_PKEY_PARAM_RSA_E, numbers.e);
  params.add_number(OSSL_PKEY_PARAM_RSA_D, numbers.d);
  params.add_number(OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p);
  params.add_number(OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q);
  params.add_number(OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp);
  params.add_number(OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq);
  params.add_number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qi);
  PkeyPtr key = params.make_key("RSA", numbers.d.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR);
  if (!key) return no_key("the RSA numbers are no key");
  return key;
}

Result<PkeyPtr> make_ec_key(KeyKind curve, const EcNumbers& numbers) {
  const CryptoErrors errors;
  std::string point = "\x04";  // uncompressed, SEC 1 section 2.3.3
  point.append(numbers.x).append(numbers.y);
  Params params;
  params.add_text(OSSL_PKEY_PARAM_GROUP_NAME, facts(curve).openssl_name);
  params.add_bytes(OSSL_PKEY_PARAM_PUB_KEY, point);
  params.add_number(OSSL_PKEY_PARAM_PRIV_KEY, numbers.d);
  PkeyPtr key = params.make_key("EC", numbers.d.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR);
  if (!key || !passes(key, EVP_PKEY_public_check)) return no_key("the point is not on the curve");
  if (!numbers.d.empty() && !passes(key, EVP_PKEY_pairwise_check))
    return no_key("the private number does not belong to the point");
  return key;
}

Result<PkeyPtr> make_raw_public_key(KeyKind kind, std::string_view bytes) {
  const CryptoErrors errors;
  PkeyPtr key(EVP_PKEY_new_raw_public_key_ex(nullptr, facts(kind).openssl_name, nullptr,
                                             bytes_of(bytes), bytes.size()));
  if (!key) return no_key("the bytes are no public key of this curve");
  return key;
}

Result<PkeyPtr> make_raw_private_key(KeyKind kind, std::string_view bytes) {
  const CryptoErrors errors;
  PkeyPtr key(EVP_PKEY_new_raw_private_key_ex(nullptr, facts(kind).openssl_name, nullptr,
                                              bytes_of(bytes), bytes.size()));
  if (!key) return no_key("the bytes are no key of this kind");
  return key;
}

}  // namespace jg::jose
