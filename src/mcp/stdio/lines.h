// mcp/stdio/lines.h - cuts what a process writes into lines.
//
// Owner:  a line is good until the next call.
// Thread: one loop.
// Limits: the bytes of one line; of a longer one only that it was too long is told.
// Trust:  hostile.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace jg::mcp {

class Lines {
 public:
  explicit Lines(std::size_t most) : most_(most) {}

  struct Line {
    std::string_view text;     // without its end; nothing of one that is too long
    bool is_too_long = false;  // told at once, whether its end ever comes or not
  };
  // Takes bytes off the front of `input` up to the next line's end; nullopt when all are used.
  std::optional<Line> next(std::string_view& input);

 private:
  const std::size_t most_;
  std::string begun_;  // of a line whose end has not come yet
  bool over_ = false;
  bool given_ = false;  // begun_ was handed out: it goes with the next call
};

}  // namespace jg::mcp
