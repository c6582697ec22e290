#include "jose/evp.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>

namespace jg::jose {

void EvpFree::operator()(evp_pkey_st* pkey) const noexcept { EVP_PKEY_free(pkey); }
void EvpFree::operator()(evp_pkey_ctx_st* context) const noexcept { EVP_PKEY_CTX_free(context); }
void EvpFree::operator()(evp_md_st* digest) const noexcept { EVP_MD_free(digest); }
void EvpFree::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }
void EvpFree::operator()(bignum_st* number) const noexcept { BN_clear_free(number); }
void EvpFree::operator()(ossl_param_st* params) const noexcept { OSSL_PARAM_free(params); }
void EvpFree::operator()(ossl_param_bld_st* builder) const noexcept {
  OSSL_PARAM_BLD_free(builder);
}

CryptoErrors::CryptoErrors() { ERR_set_mark(); }
CryptoErrors::~CryptoErrors() { ERR_pop_to_mark(); }

}  // namespace jg::jose
