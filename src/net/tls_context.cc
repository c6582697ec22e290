#include "net/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>

namespace jg::net {
namespace {

constexpr int kChainDepth = 10;

std::unexpected<Error> fault(const char* code, std::string detail) {
  return fail(Blame::config, code, std::move(detail));
}

BioOwner reader_of(std::string_view text) {
  return BioOwner(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// OpenSSL would ask the terminal for a password.
int no_password(char*, int, int, void*) { return 0; }

Result<KeyOwner> parse_key(const Secret& pem) {
  const BioOwner bio = reader_of(pem.reveal());
  ERR_clear_error();
  KeyOwner key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_password, nullptr));
  if (key == nullptr && pem.reveal().find("ENCRYPTED") != std::string_view::npos)
    return fault(codes::kTlsKey, "the key is encrypted; it must stand there without a password");
  if (key == nullptr) return fault(codes::kTlsKey, "holds no private key in PEM form");
  return key;
}

Result<void> check_order(const std::vector<X509Owner>& chain) {
  for (std::size_t i = 1; i < chain.size(); ++i) {
    if (X509_check_issued(chain[i].get(), chain[i - 1].get()) != X509_V_OK)
      return fault(codes::kTlsCertificate,
                   "certificate " + std::to_string(i + 1) + " of the file did not issue number " +
                       std::to_string(i) + "; the server's own comes first, then who issued it");
  }
  return {};
}

}  // namespace

int protocol_number(TlsVersion version) {
  return version == TlsVersion::tls12 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

Result<SslContextOwner> make_context(const SSL_METHOD* method, const TlsSettings& settings) {
  ERR_clear_error();
  SslContextOwner context(SSL_CTX_new(method));
  if (context == nullptr) return fault(codes::kTlsSettings, take_openssl_error());
  SSL_CTX* const ctx = context.get();
  SSL_CTX_set_options(
      ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // A read ends with what was there, so that those without data can be counted.
  SSL_CTX_clear_mode(ctx, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_NO_AUTO_CHAIN);
  // A record's head and body in one system call.
  SSL_CTX_set_read_ahead(ctx, 1);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_verify_depth(ctx, kChainDepth);
  const std::string old_suites = cipher_list(settings, TlsVersion::tls12);
  const std::string suites = cipher_list(settings, TlsVersion::tls13);
  if ((settings.least == TlsVersion::tls12 && old_suites.empty() &&
       settings.most == TlsVersion::tls12) ||
      (settings.least == TlsVersion::tls13 && suites.empty()))
    return fault(codes::kTlsSettings, "no cipher suite fits the versions");
  // Without a suite of its own a version is left out.
  const TlsVersion least = old_suites.empty() ? TlsVersion::tls13 : settings.least;
  const TlsVersion most = suites.empty() ? TlsVersion::tls12 : settings.most;
  const bool done = SSL_CTX_set_min_proto_version(ctx, protocol_number(least)) == 1 &&
                    SSL_CTX_set_max_proto_version(ctx, protocol_number(most)) == 1 &&
                    (old_suites.empty() || SSL_CTX_set_cipher_list(ctx, old_suites.c_str()) == 1) &&
                    (suites.empty() || SSL_CTX_set_ciphersuites(ctx, suites.c_str()) == 1) &&
                    SSL_CTX_set1_groups_list(ctx, group_list(settings).c_str()) == 1;
  if (!done) return fault(codes::kTlsSettings, take_openssl_error());
  return context;
}

Result<std::vector<X509Owner>> parse_certificates(const std::string& pem, const char* code) {
  const BioOwner bio = reader_of(pem);
  std::vector<X509Owner> out;
  ERR_clear_error();
  while (X509* const read = PEM_read_bio_X509(bio.get(), nullptr, &no_password, nullptr))
    out.emplace_back(read);
  // The end of the text is an error to PEM_read_bio_X509 too, the only one that is none to us.
  const unsigned long last = ERR_peek_last_error();
  const bool at_end =
      ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
  const std::string why = take_openssl_error();
  if (!at_end)
    return fault(code, "certificate " + std::to_string(out.size() + 1) + " of the file: " + why);
  if (out.empty()) return fault(code, "holds no certificate in PEM form");
  return out;
}

Result<void> use_credentials(SSL_CTX* context, const TlsCredentials& credentials) {
  auto chain = parse_certificates(credentials.certificates, codes::kTlsCertificate);
  if (!chain) return std::unexpected(std::move(chain.error()));
  if (auto ordered = check_order(*chain); !ordered) return ordered;
  auto key = parse_key(credentials.key);
  if (!key) return std::unexpected(std::move(key.error()));
  if (X509_check_private_key(chain->front().get(), key->get()) != 1) {
    ERR_clear_error();
    return fault(codes::kTlsKey, "the key is not the certificate's");
  }
  ERR_clear_error();
  bool done = SSL_CTX_use_certificate(context, chain->front().get()) == 1 &&
              SSL_CTX_use_PrivateKey(context, key->get()) == 1;
  for (std::size_t i = 1; done && i < chain->size(); ++i)
    done = SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) == 1;
  if (!done) return fault(codes::kTlsCertificate, take_openssl_error());
  return {};
}

Result<std::vector<X509Owner>> trust(SSL_CTX* context, const std::string& roots) {
  auto parsed = parse_certificates(roots, codes::kTlsRoot);
  if (!parsed) return parsed;
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  ERR_clear_error();
  bool done = X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN) == 1;
  for (const X509Owner& root : *parsed) done = done && X509_STORE_add_cert(store, root.get()) == 1;
  if (!done) return fault(codes::kTlsRoot, take_openssl_error());
  return parsed;
}

SystemTime expiry_of(const X509* certificate) {
  std::tm when{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&when));
}

}  // namespace jg::net
