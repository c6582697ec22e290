// jose/dpop_proof.h - a proof that whoever sends a request holds a key: a token that the key has
// signed, and that carries the key.
//
// Thread: immutable.
// Errors: jwt.dpop_proof.
// Limits: kBytes, kIdBytes.
// Spec:   RFC 9449 sections 4.2 and 4.3, what can be told of a proof alone; the request that it is
//         for, its age and its repetition are for who has the request.
// Trust:  hostile. The key is the sender's own, so the signature says nothing but that they hold it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "jose/algorithm.h"
#include "json/value.h"

namespace jg::jose {

class DpopProof {
 public:
  static constexpr std::size_t kBytes = 8 * 1024;
  static constexpr std::size_t kIdBytes = 256;

  // Its form, its algorithm, which must be one of `allowed`, its key and its signature are good.
  static Result<DpopProof> verify(std::string_view compact, const AlgorithmSet& allowed);

  const std::string& thumbprint() const { return thumbprint_; }  // of its key
  const std::string& id() const { return id_; }
  const std::string& method() const { return method_; }
  const std::string& url() const { return url_; }
  double issued() const { return issued_; }  // seconds since 1970
  const std::optional<std::string>& token_hash() const { return token_hash_; }

 private:
  DpopProof() = default;
  Result<void> read_claims(json::Value claims);

  std::string thumbprint_;
  std::string id_;
  std::string method_;
  std::string url_;
  double issued_ = 0;
  std::optional<std::string> token_hash_;
};

}  // namespace jg::jose
