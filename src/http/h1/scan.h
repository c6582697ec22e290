// http/h1/scan.h - the innermost loops: what byte may stand where, sixteen at a time with SSE2.
//
// Trust:  bytes are hostile; no loop here reads or writes at or beyond `end`.
// Spec:   RFC 9110 sections 5.5 and 5.6.2 for the alphabets; RFC 3986 section 2 for targets.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace jg::http::h1::scan {

// The lower-case spelling of a token byte (RFC 9110 section 5.6.2), 0 for any other byte.
inline constexpr auto kLowerToken = [] {
  std::array<char, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"))
    table[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c)
    table[static_cast<unsigned char>(c)] = static_cast<char>(c + 32);
  return table;
}();

constexpr char lower_token(char c) { return kLowerToken[static_cast<unsigned char>(c)]; }
constexpr bool is_token(char c) { return lower_token(c) != 0; }

// In a field value: VCHAR, obs-text, space and tab; no other control byte (RFC 9110 section 5.5).
constexpr bool is_value(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t';
}

// In a target: visible ASCII but no '#': a fragment is never sent (RFC 9112 section 3.2).
constexpr bool is_target(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7f && c != '#';
}

#if defined(__SSE2__)
inline __m128i load(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

// All ones in each lane whose byte lies in [low, high]; both below 0x80.
inline __m128i in_range(__m128i bytes, char low, char high) {
  return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(low - 1))),
                       _mm_cmpgt_epi8(_mm_set1_epi8(static_cast<char>(high + 1)), bytes));
}

inline unsigned mask_of(__m128i lanes) { return static_cast<unsigned>(_mm_movemask_epi8(lanes)); }
#endif

// The first byte that may not stand in a field value, or `end`.
inline const char* find_value_end(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = load(at);
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    const __m128i tab = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t'));
    const __m128i del = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f));
    const unsigned mask = mask_of(_mm_or_si128(_mm_andnot_si128(tab, control), del));
    if (mask != 0) return at + std::countr_zero(mask);
  }
#endif
  while (at != end && is_value(*at)) ++at;
  return at;
}

// The first byte that may not stand in a target, or `end`.
inline const char* find_target_end(const char* at, const char* end) {
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = load(at);
    const __m128i hash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('#'));
    const unsigned mask = mask_of(_mm_andnot_si128(hash, in_range(bytes, 0x21, 0x7e)));
    if (mask != 0xffff) return at + std::countr_one(mask);
  }
#endif
  while (at != end && is_target(*at)) ++at;
  return at;
}

// Lowers a field name in place; returns the first byte that is no token byte, or `end`. Nothing at
// or behind the returned place is changed.
inline char* lower_name(char* at, char* end) {
#if defined(__SSE2__)
  // Letters, digits and '-' make up nearly every name, so one step usually ends at the colon.
  while (end - at >= 16) {
    const __m128i bytes = load(at);
    const __m128i upper = in_range(bytes, 'A', 'Z');
    const __m128i lower = in_range(bytes, 'a', 'z');
    const __m128i other =
        _mm_or_si128(in_range(bytes, '0', '9'), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')));
    const int run = std::countr_one(mask_of(_mm_or_si128(_mm_or_si128(upper, lower), other)));
    // Few letters are upper case. Sixteen bytes stored at once would reach into the value, and
    // reading that next would wait for the store.
    for (unsigned left = mask_of(upper) & ((1u << run) - 1); left != 0; left &= left - 1)
      at[std::countr_zero(left)] |= 0x20;
    at += run;
    if (run == 16) continue;
    if (!is_token(*at)) return at;
    ++at;  // one of the rare token bytes, which have no case
  }
#endif
  for (; at != end; ++at) {
    const char lowered = lower_token(*at);
    if (lowered == 0) break;
    *at = lowered;
  }
  return at;
}

inline const char* find_token_end(const char* at, const char* end) {
  while (at != end && is_token(*at)) ++at;
  return at;
}

}  // namespace jg::http::h1::scan
