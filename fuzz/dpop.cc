// DPoP proofs of any kind are refused or read without a crash; what passes has all that is asked of
// its form.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "jose/dpop_proof.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using jg::jose::Algorithm;
  constexpr jg::jose::AlgorithmSet kAllowed = {Algorithm::es256, Algorithm::eddsa};
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto proof = jg::jose::DpopProof::verify(input, kAllowed);
  if (!proof) return 0;
  require(!proof->id().empty() && proof->id().size() <= jg::jose::DpopProof::kIdBytes);
  require(!proof->method().empty() && !proof->url().empty() && !proof->thumbprint().empty());
  require(proof->issued() >= 0);
  return 0;
}
