#include "jose/signature.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>

#include "base/secret.h"
#include "jose/codes.h"
#include "jose/ecdsa_der.h"

namespace jg::jose {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<SignatureCheck> SignatureCheck::make(const Jwk& key, Algorithm algorithm) {
  if (!key.algorithms().contains(algorithm))
    return fail(Blame::client, codes::kAlgorithm,
                "the key may only verify " + key.algorithms().names());
  const CryptoErrors errors;
  SignatureCheck out(key, algorithm);
  if (!out.prepare())
    return fail(Blame::gateway, codes::kSignature, "OpenSSL cannot use this key and algorithm");
  return out;
}

bool SignatureCheck::prepare() {
  const AlgorithmFacts& algorithm = facts(algorithm_);
  hashing_.reset(EVP_MD_CTX_new());
  if (!hashing_) return false;
  if (algorithm.digest != nullptr) {
    digest_.reset(EVP_MD_fetch(nullptr, algorithm.digest, nullptr));
    if (!digest_) return false;
  }
  if (algorithm.family == Family::eddsa || algorithm.family == Family::hmac) return true;

  verifying_.reset(EVP_PKEY_CTX_new_from_pkey(nullptr, key_->pkey(), nullptr));
  EVP_PKEY_CTX* const context = verifying_.get();
  if (context == nullptr || EVP_PKEY_verify_init(context) != 1) return false;
  if (algorithm.family != Family::ecdsa) {
    const int padding =
        algorithm.family == Family::rsa_pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING;
    if (EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1) return false;
  }
  if (EVP_PKEY_CTX_set_signature_md(context, digest_.get()) != 1) return false;
  // RFC 7518 section 3.5: the salt is exactly as long as the hash, MGF1 uses the same hash.
  return algorithm.family != Family::rsa_pss ||
         (EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
          EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest_.get()) == 1);
}

Result<void> SignatureCheck::verify(std::string_view signed_bytes, std::string_view signature) {
  if (signature.size() != key_->signature_bytes(algorithm_))
    return fail(Blame::client, codes::kSignature,
                "the signature has the wrong length for its algorithm and key");
  const CryptoErrors errors;
  bool good = false;
  switch (facts(algorithm_).family) {
    case Family::rsa_pkcs1:
    case Family::rsa_pss:
    case Family::ecdsa: good = is_good_digest(signed_bytes, signature); break;
    case Family::eddsa: good = is_good_eddsa(signed_bytes, signature); break;
    case Family::hmac: good = is_good_mac(signed_bytes, signature); break;
  }
  if (!good) return fail(Blame::client, codes::kSignature, "the signature is not good");
  return {};
}

bool SignatureCheck::is_good_digest(std::string_view signed_bytes, std::string_view signature) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned int hash_size = 0;
  if (EVP_DigestInit_ex2(hashing_.get(), digest_.get(), nullptr) != 1 ||
      EVP_DigestUpdate(hashing_.get(), signed_bytes.data(), signed_bytes.size()) != 1 ||
      EVP_DigestFinal_ex(hashing_.get(), hash.data(), &hash_size) != 1)
    return false;
  EcdsaDer der;
  if (facts(algorithm_).family == Family::ecdsa) signature = der.from_raw(signature);
  return EVP_PKEY_verify(verifying_.get(), bytes_of(signature), signature.size(), hash.data(),
                         hash_size) == 1;
}

bool SignatureCheck::is_good_eddsa(std::string_view signed_bytes, std::string_view signature) {
  return EVP_DigestVerifyInit_ex(hashing_.get(), nullptr, nullptr, nullptr, nullptr, key_->pkey(),
                                 nullptr) == 1 &&
         EVP_DigestVerify(hashing_.get(), bytes_of(signature), signature.size(),
                          bytes_of(signed_bytes), signed_bytes.size()) == 1;
}

bool SignatureCheck::is_good_mac(std::string_view signed_bytes, std::string_view signature) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac;
  std::size_t size = mac.size();
  if (EVP_DigestSignInit_ex(hashing_.get(), nullptr, facts(algorithm_).digest, nullptr, nullptr,
                            key_->pkey(), nullptr) != 1 ||
      EVP_DigestSign(hashing_.get(), mac.data(), &size, bytes_of(signed_bytes),
                     signed_bytes.size()) != 1)
    return false;
  return equal_in_constant_time({reinterpret_cast<const char*>(mac.data()), size}, signature);
}

Result<void> verify_signature(const Jwk& key, Algorithm algorithm, std::string_view signed_bytes,
                              std::string_view signature) {
  auto check = SignatureCheck::make(key, algorithm);
  if (!check) return std::unexpected(check.error());
  return check->verify(signed_bytes, signature);
}

}  // namespace jg::jose
