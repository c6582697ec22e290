// bench/loader/message.h - one HTTP/1.1 message as it comes in or goes out, no more than a load
// generator needs to know.
//
// Limits: a head has kHeadBytes; a body has a Content-Length or none.
// Trust:  both ends are ours; what is not understood breaks the connection and is counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace jg::bench {

inline constexpr std::size_t kHeadBytes = 64 * 1024;

// Value of the first `name`, spelt in lower case; empty when there is none.
std::string_view find_field(std::string_view head, std::string_view name);

// A message on its way in.
class Incoming {
 public:
  enum class Progress { more, whole, broken };

  // Takes all of `bytes`; two messages in one read are `broken`: nobody here pipelines.
  Progress take(std::string_view bytes);
  // Of the message that is whole: "GET /path HTTP/1.1", "HTTP/1.1 200 OK".
  std::string_view start_line() const { return start_line_; }

 private:
  Progress take_head(std::string_view bytes);
  bool read_length(std::string_view head);

  std::string gathered_;  // of a head that comes in pieces
  std::string start_line_;
  std::uint64_t body_left_ = 0;
  bool in_body_ = false;
};

// A message on its way out: bytes at hand and then so much filling.
class Outgoing {
 public:
  enum class Progress { waits, sent, broken };

  void begin(std::string_view bytes, std::uint64_t filling) {
    bytes_ = bytes;
    filling_ = filling;
  }
  bool is_idle() const { return bytes_.empty() && filling_ == 0; }
  Progress send_to(int descriptor);

 private:
  std::string_view bytes_;
  std::uint64_t filling_ = 0;
};

// A head with its body: small bodies stand behind the head, so that both are one write; of a large
// one only the head is made, and the rest is filling.
struct Message {
  std::string bytes;
  std::uint64_t filling = 0;
};
Message make_message(std::string head, std::string_view body);
Message make_message(std::string head, std::uint64_t body_size);

}  // namespace jg::bench
