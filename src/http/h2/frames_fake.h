// http/h2/frames_fake.h - frames by hand, for tests: what a peer sends that no library would.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jg::http::h2 {

enum class Type : std::uint8_t {
  data = 0,
  headers = 1,
  priority = 2,
  rst_stream = 3,
  settings = 4,
  push_promise = 5,
  ping = 6,
  goaway = 7,
  window_update = 8,
  continuation = 9,
};
inline constexpr std::uint8_t kEndStream = 0x1;
inline constexpr std::uint8_t kAck = 0x1;
inline constexpr std::uint8_t kEndHeaders = 0x4;

inline std::string number(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

inline std::string frame(Type type, std::uint8_t flags, std::uint32_t stream,
                         std::string_view payload = {}) {
  std::string out = number(static_cast<std::uint32_t>(payload.size()), 3);
  out.push_back(static_cast<char>(type));
  out.push_back(static_cast<char>(flags));
  out += number(stream, 4);
  out.append(payload);
  return out;
}

using FieldTexts = std::vector<std::pair<std::string, std::string>>;

// A header block of literals that nobody indexes (RFC 7541 section 6.2.2).
inline std::string block(const FieldTexts& fields) {
  const auto text = [](const std::string& value) {
    std::string out;
    if (value.size() < 127) {
      out.push_back(static_cast<char>(value.size()));
    } else {
      out.push_back(127);
      std::size_t left = value.size() - 127;
      for (; left >= 128; left >>= 7) out.push_back(static_cast<char>(left % 128 + 128));
      out.push_back(static_cast<char>(left));
    }
    return out + value;
  };
  std::string out;
  for (const auto& [name, value] : fields) {
    out.push_back(0);
    out += text(name) + text(value);
  }
  return out;
}

inline std::string headers(std::uint32_t stream, const FieldTexts& fields,
                           std::uint8_t flags = kEndHeaders | kEndStream) {
  return frame(Type::headers, flags, stream, block(fields));
}

// What a client says first.
inline std::string preface() {
  return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(Type::settings, 0, 0);
}

inline FieldTexts get(std::string path = "/") {
  return {{":method", "GET"},
          {":scheme", "http"},
          {":authority", "example.com"},
          {":path", std::move(path)}};
}

// A frame as it was sent.
struct Frame {
  Type type;
  std::uint8_t flags;
  std::uint32_t stream;
  std::string payload;
  bool ends_stream() const { return (flags & kEndStream) != 0; }
  std::uint32_t code() const {  // of RST_STREAM, and of GOAWAY behind its last stream
    const std::string_view bytes =
        std::string_view(payload).substr(type == Type::goaway ? 4 : 0, 4);
    std::uint32_t value = 0;
    for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
    return value;
  }
};

inline std::vector<Frame> read_frames(std::string_view bytes) {
  std::vector<Frame> frames;
  const auto read = [&](std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(count);
    return value;
  };
  while (bytes.size() >= 9) {
    const std::uint32_t size = read(3);
    Frame next{static_cast<Type>(read(1)), static_cast<std::uint8_t>(read(1)), read(4), {}};
    next.payload = bytes.substr(0, size);
    bytes.remove_prefix(next.payload.size());
    frames.push_back(std::move(next));
  }
  return frames;
}

}  // namespace jg::http::h2
