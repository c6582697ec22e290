#include "jose/ecdsa_der.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>

#include <algorithm>
#include <cassert>
#include <memory>

namespace jg::jose {
namespace {

constexpr char kInteger = 0x02;
constexpr char kSequence = 0x30;

// The DER content of an unsigned number: no leading zeros but the one that keeps it positive.
struct Content {
  std::string_view digits;
  bool padded;
  std::size_t size() const { return digits.size() + (padded ? 1 : 0); }
};

Content content_of(std::string_view number) {
  const std::size_t zeros = std::min(number.find_first_not_of('\0'), number.size());
  const std::string_view digits = number.substr(zeros);
  return {digits, digits.empty() || (static_cast<unsigned char>(digits.front()) & 0x80) != 0};
}

char* put(char* to, const Content& content) {
  *to++ = kInteger;
  *to++ = static_cast<char>(content.size());
  if (content.padded) *to++ = 0;
  return std::ranges::copy(content.digits, to).out;
}

}  // namespace

std::string_view EcdsaDer::from_raw(std::string_view raw) {
  assert(raw.size() % 2 == 0 && raw.size() <= 2 * kMaxCoordinate);
  const Content r = content_of(raw.substr(0, raw.size() / 2));
  const Content s = content_of(raw.substr(raw.size() / 2));
  const std::size_t inner = 4 + r.size() + s.size();
  char* to = bytes_.data();
  *to++ = kSequence;
  if (inner > 0x7f)
    *to++ = static_cast<char>(0x81);  // the length takes a byte of its own from 128 on
  *to++ = static_cast<char>(inner);
  to = put(put(to, r), s);
  return {bytes_.data(), static_cast<std::size_t>(to - bytes_.data())};
}

std::optional<std::string> raw_from_der(std::string_view der, std::size_t coordinate) {
  const auto* from = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(
      d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size())), &ECDSA_SIG_free);
  if (!signature) return std::nullopt;
  std::string raw(2 * coordinate, '\0');
  auto* const to = reinterpret_cast<unsigned char*>(raw.data());
  const int size = static_cast<int>(coordinate);
  if (BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), to, size) != size ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), to + coordinate, size) != size)
    return std::nullopt;
  return raw;
}

}  // namespace jg::jose
