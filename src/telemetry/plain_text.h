// telemetry/plain_text.h - whether a text needs no care at all, sixteen bytes at a time.
//
// Most of what is logged is plain; this is asked of every value of every line.
// Thread: any; no state.
// Trust:  text is hostile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jg::telemetry {

enum class Plain : unsigned char {
  printable,  // 0x20 to 0x7e
  unescaped,  // of these, no quote or backslash: between quotes it stands for itself
  unquoted,   // of these, no space or '=': a logfmt value needs no quotes
};

#if defined(__SSE2__)
template <Plain kPlain>
bool are_plain(const char* sixteen) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen));
  const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
  const char lowest = kPlain == Plain::unquoted ? 0x21 : 0x20;
  __m128i bad = _mm_or_si128(_mm_cmpgt_epi8(_mm_set1_epi8(lowest), bytes), is(0x7f));
  if constexpr (kPlain != Plain::printable)
    bad = _mm_or_si128(bad, _mm_or_si128(is('"'), is('\\')));
  if constexpr (kPlain == Plain::unquoted) bad = _mm_or_si128(bad, is('='));
  return _mm_movemask_epi8(bad) == 0;
}
#else
template <Plain kPlain>
constexpr bool is_plain(char c) {
  if (c < 0x20 || c == 0x7f) return false;  // beyond ASCII is negative
  if (kPlain != Plain::printable && (c == '"' || c == '\\')) return false;
  return kPlain != Plain::unquoted || (c != ' ' && c != '=');
}
#endif

#if defined(__SSE2__)
// Calls visit(sixteen bytes, where they were) for all of `text`, the last ones again or with '-' behind
// them, for as long as it returns true.
template <class Visit>
bool visit_sixteens(std::string_view text, Visit visit) {
  const char* const data = text.data();
  if (text.size() < 16) {
    char padded[16] = {'-', '-', '-', '-', '-', '-', '-', '-',
                       '-', '-', '-', '-', '-', '-', '-', '-'};
    std::copy_n(data, text.size(), padded);
    return visit(padded, 0);
  }
  const std::size_t last = text.size() - 16;
  for (std::size_t at = 0; at < last; at += 16)
    if (!visit(data + at, at)) return false;
  return visit(data + last, last);
}
#endif

template <Plain kPlain>
bool all_plain(std::string_view text) {
#if defined(__SSE2__)
  return visit_sixteens(
      text, [](const char* sixteen, std::size_t) { return are_plain<kPlain>(sixteen); });
#else
  return std::all_of(text.begin(), text.end(), is_plain<kPlain>);
#endif
}

// What copy_if_plain() may write behind the text.
inline constexpr std::size_t kCopySlack = 16;

// False when `text` is not plain: what is at `to` is then of no use.
template <Plain kPlain>
bool copy_if_plain(char* to, std::string_view text) {
#if defined(__SSE2__)
  return visit_sixteens(text, [to](const char* sixteen, std::size_t at) {
    std::memcpy(to + at, sixteen, 16);
    return are_plain<kPlain>(sixteen);
  });
#else
  std::copy_n(text.data(), text.size(), to);
  return all_plain<kPlain>(text);
#endif
}

}  // namespace jg::telemetry
