// telemetry/plain_text.h - whether a text needs no care at all, sixteen bytes at a time.
//
// Most of what is logged is plain; this is asked of every value of every line.
// Thread: any; no state.
// Trust:  text is hostile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jg::telemetry {

enum class Plain : unsigned char {
  printable,  // 0x20 to 0x7e
  unquoted,   // of these, no space, quote, backslash or '=': a logfmt value needs no quotes
};

#if defined(__SSE2__)
template <Plain kPlain>
bool are_plain(const char* sixteen) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sixteen));
  const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
  const char lowest = kPlain == Plain::printable ? 0x20 : 0x21;
  __m128i bad = _mm_or_si128(_mm_cmpgt_epi8(_mm_set1_epi8(lowest), bytes), is(0x7f));
  if constexpr (kPlain == Plain::unquoted)
    bad = _mm_or_si128(bad, _mm_or_si128(is('"'), _mm_or_si128(is('\\'), is('='))));
  return _mm_movemask_epi8(bad) == 0;
}
#else
template <Plain kPlain>
constexpr bool is_plain(char c) {
  if (c < 0x20 || c == 0x7f) return false;  // beyond ASCII is negative
  return kPlain == Plain::printable || (c != ' ' && c != '"' && c != '\\' && c != '=');
}
#endif

template <Plain kPlain>
bool all_plain(std::string_view text) {
#if defined(__SSE2__)
  const char* at = text.data();
  const char* const end = at + text.size();
  if (text.size() < 16) {
    char padded[16] = {'-', '-', '-', '-', '-', '-', '-', '-',
                       '-', '-', '-', '-', '-', '-', '-', '-'};
    std::copy(at, end, padded);
    return are_plain<kPlain>(padded);
  }
  for (; end - at > 16; at += 16)
    if (!are_plain<kPlain>(at)) return false;
  return are_plain<kPlain>(end - 16);  // overlaps what was looked at
#else
  return std::all_of(text.begin(), text.end(), is_plain<kPlain>);
#endif
}

}  // namespace jg::telemetry
