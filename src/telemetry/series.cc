#include "telemetry/series.h"

#include "telemetry/escape.h"
#include "telemetry/plain_text.h"

namespace jg::telemetry {
namespace {

constexpr std::size_t kLengthBytes = 2;

char* put_length(char* to, std::size_t length) {
  *to++ = static_cast<char>(length >> 8);
  *to++ = static_cast<char>(length & 0xff);
  return to;
}

// No longer than kMaxLabelBytes.
void append_label(std::string& key, std::string_view value) {
  const std::size_t length_at = key.size();
  key.append(kLengthBytes, '\0');
  const std::string_view kept = clip(value, kMaxLabelBytes);
  if (all_plain<Plain::printable>(kept)) {
    key += kept;
  } else {
    std::string clean;
    append_printable(clean, kept);
    key += clip(clean, kMaxLabelBytes);
  }
  const std::size_t length = key.size() - length_at - kLengthBytes;
  put_length(key.data() + length_at, length);
}

}  // namespace

void encode_raw(std::string& key, LabelValues labels) {
  std::size_t size = 0;
  for (const std::string_view value : labels)
    size += kLengthBytes + std::min(value.size(), kMaxLabelBytes);
  key.resize(size);
  char* to = key.data();
  for (const std::string_view value : labels) {
    const std::size_t length = std::min(value.size(), kMaxLabelBytes);
    to = put_length(to, length);
    to = std::copy_n(value.data(), length, to);
  }
}

bool is_raw_of(std::string_view key, LabelValues labels) {
  const char* at = key.data();
  const char* const end = at + key.size();
  for (const std::string_view value : labels) {
    const std::size_t length = std::min(value.size(), kMaxLabelBytes);
    if (static_cast<std::size_t>(end - at) < kLengthBytes + length) return false;
    char prefix[kLengthBytes];
    put_length(prefix, length);
    if (at[0] != prefix[0] || at[1] != prefix[1]) return false;
    at += kLengthBytes;
    if (std::string_view(at, length) != value.substr(0, length)) return false;
    at += length;
  }
  return at == end;
}

void encode_labels(std::string& key, LabelValues labels, std::size_t overflow) {
  key.clear();
  for (const std::string_view value : labels) append_label(key, value.empty() ? "unknown" : value);
  for (std::size_t i = 0; i < overflow; ++i) append_label(key, "overflow");
}

std::string_view take_label(std::string_view& key) {
  const auto byte = [&](std::size_t i) -> std::size_t {
    return static_cast<unsigned char>(key[i]);
  };
  const std::size_t length = byte(0) << 8 | byte(1);
  const std::string_view label = key.substr(kLengthBytes, length);
  key.remove_prefix(kLengthBytes + length);
  return label;
}

}  // namespace jg::telemetry
