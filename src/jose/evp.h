// jose/evp.h - the OpenSSL handles this module owns, freed by type, and its error queue kept clean.
#pragma once

#include <memory>

struct evp_pkey_st;
struct evp_pkey_ctx_st;
struct evp_md_st;
struct evp_md_ctx_st;
struct bignum_st;
struct ossl_param_st;
struct ossl_param_bld_st;

namespace jg::jose {

struct EvpFree {
  void operator()(evp_pkey_st* pkey) const noexcept;
  void operator()(evp_pkey_ctx_st* context) const noexcept;
  void operator()(evp_md_st* digest) const noexcept;
  void operator()(evp_md_ctx_st* context) const noexcept;
  void operator()(bignum_st* number) const noexcept;
  void operator()(ossl_param_st* params) const noexcept;
  void operator()(ossl_param_bld_st* builder) const noexcept;
};

using PkeyPtr = std::unique_ptr<evp_pkey_st, EvpFree>;
using PkeyContextPtr = std::unique_ptr<evp_pkey_ctx_st, EvpFree>;
using DigestPtr = std::unique_ptr<evp_md_st, EvpFree>;
using DigestContextPtr = std::unique_ptr<evp_md_ctx_st, EvpFree>;
using BignumPtr = std::unique_ptr<bignum_st, EvpFree>;
using ParamsPtr = std::unique_ptr<ossl_param_st, EvpFree>;
using ParamsBuilderPtr = std::unique_ptr<ossl_param_bld_st, EvpFree>;

// While it lives, whatever OpenSSL puts into this thread's error queue is ours; it takes that out
// again and leaves what was there before. A bad token must not look like a failed TLS read.
class CryptoErrors {
 public:
  CryptoErrors();
  ~CryptoErrors();
  CryptoErrors(const CryptoErrors&) = delete;
  CryptoErrors& operator=(const CryptoErrors&) = delete;
};

}  // namespace jg::jose
