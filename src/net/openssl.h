// net/openssl.h - owners of OpenSSL's handles, and its errors in words, for the files that speak
// TLS.
//
// Thread: the error queue is the calling thread's.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace jg::net {

template <auto kFree>
struct OpenSslDelete {
  template <class T>
  void operator()(T* handle) const {
    kFree(handle);
  }
};

using SslOwner = std::unique_ptr<SSL, OpenSslDelete<&SSL_free>>;
using SslContextOwner = std::unique_ptr<SSL_CTX, OpenSslDelete<&SSL_CTX_free>>;
using SslSessionOwner = std::unique_ptr<SSL_SESSION, OpenSslDelete<&SSL_SESSION_free>>;
using X509Owner = std::unique_ptr<X509, OpenSslDelete<&X509_free>>;
using KeyOwner = std::unique_ptr<EVP_PKEY, OpenSslDelete<&EVP_PKEY_free>>;
using BioOwner = std::unique_ptr<BIO, OpenSslDelete<&BIO_free>>;

// What went wrong first, in OpenSSL's words; the queue is empty afterwards.
std::string take_openssl_error();

// SHA-256, as 64 hex digits.
std::string digest_of(std::string_view text);

}  // namespace jg::net
