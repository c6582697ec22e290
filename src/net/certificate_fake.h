// net/certificate_fake.h - certificates made on the spot, for tests of TLS.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "net/openssl.h"
#include "net/tls_settings.h"

namespace jg::net {

struct CertificateFake {
  X509Owner certificate;
  KeyOwner key;

  std::string pem() const {
    const BioOwner bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate.get());
    return text_of(bio.get());
  }
  std::string key_pem() const {
    const BioOwner bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(bio.get());
  }
  std::string encrypted_key_pem() const {
    const BioOwner bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), EVP_aes_256_cbc(), "secret", 6, nullptr,
                                  nullptr);
    return text_of(bio.get());
  }
  TlsCredentials credentials() const { return {pem(), Secret(key_pem())}; }

 private:
  static std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
  }
};

struct CertificateWish {
  std::string name;            // CN
  std::string alt_names = {};  // "DNS:a.test, URI:spiffe://test/x, IP:127.0.0.1"
  std::chrono::seconds from{-86'400};
  std::chrono::seconds until{86'400};
  bool is_authority = false;
};

namespace certificate_fake {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void add_extension(X509* to, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  X509_EXTENSION* const made = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  require(made != nullptr && X509_add_ext(to, made, -1) == 1);
  X509_EXTENSION_free(made);
}

}  // namespace certificate_fake

// Signed by itself without an issuer.
inline CertificateFake make_certificate(const CertificateWish& wish,
                                        const CertificateFake* issuer = nullptr) {
  using namespace certificate_fake;
  CertificateFake out{X509Owner(X509_new()), KeyOwner(EVP_EC_gen("P-256"))};
  X509* const made = out.certificate.get();
  unsigned char serial[8];
  require(RAND_bytes(serial, sizeof serial) == 1);
  BIGNUM* const number = BN_bin2bn(serial, sizeof serial, nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(made));
  BN_free(number);
  X509_set_version(made, X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(made), wish.from.count());
  X509_gmtime_adj(X509_getm_notAfter(made), wish.until.count());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.name.data()),
                             static_cast<int>(wish.name.size()), -1, 0);
  X509* const by = issuer == nullptr ? made : issuer->certificate.get();
  X509_set_issuer_name(made, X509_get_subject_name(by));
  X509_set_pubkey(made, out.key.get());
  add_extension(made, by, NID_basic_constraints, wish.is_authority ? "CA:TRUE" : "CA:FALSE");
  if (!wish.alt_names.empty()) add_extension(made, by, NID_subject_alt_name, wish.alt_names);
  require(X509_sign(made, issuer == nullptr ? out.key.get() : issuer->key.get(), EVP_sha256()) > 0);
  return out;
}

inline CertificateFake make_root(const std::string& name = "root") {
  return make_certificate({.name = name, .is_authority = true});
}

}  // namespace jg::net
