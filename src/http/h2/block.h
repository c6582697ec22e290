// http/h2/block.h - what is common to the readers of header blocks: the fields' text is kept, their
// number and bytes are limited, each is looked at.
//
// Owner:  views go into the stream's arena, or into libnghttp2's static table.
// Errors: h2.* codes (http/h2/codes.h). After the first fault a block is only counted: it has to be
//         decoded to its end, as the compression state is the connection's.
// Limits: BlockLimits; a field counts as its bytes and 32 more (RFC 9113 section 6.5.2).
// Spec:   RFC 9113 sections 8.2 and 8.3.
// Trust:  hostile: what an HTTP/1.1 reader could take for a field's end is refused.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/arena.h"
#include "http/fields.h"
#include "http/h1/verdict.h"

namespace jg::http::h2 {

using h1::bad;
using h1::kGood;
using h1::Verdict;

// A name or value as the decoder gives it.
struct Text {
  std::string_view view;
  bool lasts = false;  // in static storage; else it goes with the decoder's next step
};

struct BlockLimits {
  std::size_t bytes;
  std::size_t fields;
};

// No control byte but tab, no white space at either end.
bool is_field_value(std::string_view text);

// For a field that is no pseudo-header field: its form, and that it does not speak of an HTTP/1.1
// connection.
Verdict judge_field(std::string_view name, std::string_view value);

// Counts and keeps the text of one block.
class BlockKeeper {
 public:
  void begin(const BlockLimits& limits, Arena& arena) {
    limits_ = limits;
    arena_ = &arena;
    bytes_ = fields_ = 0;
  }
  enum class Over : std::uint8_t { no, bytes, fields };
  Over count(std::string_view name, std::string_view value);
  std::string_view keep(Text text) { return text.lasts ? text.view : arena_->copy(text.view); }
  Arena& arena() { return *arena_; }
  // So far past the limits that decoding on is work for an attacker.
  bool is_bomb() const { return bytes_ > 4 * limits_.bytes || fields_ > 16 * limits_.fields; }

 private:
  BlockLimits limits_{};
  Arena* arena_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t fields_ = 0;
};

// For a head that is over its limits.
Verdict judge_head_size(BlockKeeper::Over over);

}  // namespace jg::http::h2
