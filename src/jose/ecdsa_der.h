// jose/ecdsa_der.h - ECDSA signatures between the raw r||s of a JWS and the DER of OpenSSL.
//
// Spec:   RFC 7518 section 3.4; X.690 sections 8.3 and 10.1. Their range is OpenSSL's to check.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jg::jose {

class EcdsaDer {
 public:
  // `raw` is two numbers of equal length, at most 66 bytes each.
  std::string_view from_raw(std::string_view raw);

 private:
  static constexpr std::size_t kMaxCoordinate = 66;
  // Two integers with tag, length and a possible zero each; tag and two length bytes around them.
  std::array<char, 3 + 2 * (3 + kMaxCoordinate)> bytes_;
};

// r and s at `coordinate` bytes each; empty when the DER holds no such signature.
std::optional<std::string> raw_from_der(std::string_view der, std::size_t coordinate);

}  // namespace jg::jose
