// cel/fault.h - what is wrong with an expression: where, why, and what was perhaps meant.
//
// Errors: cel.compile, when faults become one Error.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace jg::cel {

struct Fault {
  std::uint32_t offset = 0;  // bytes into the expression; [offset, end) is the piece at fault
  std::uint32_t end = 0;
  std::string message;
  std::string suggestion;  // the nearest name that exists, or empty
};

// The line at fault, and a caret under the piece.
std::string excerpt(std::string_view expression, const Fault& fault);

// The same, then the message.
std::string render(std::string_view expression, const Fault& fault);

// With what was perhaps meant.
std::string message_of(const Fault& fault);

// All of them, rendered, as one Error whose blame is the configuration.
Error to_error(std::string_view expression, std::span<const Fault> faults);

// The candidate that differs from `name` by the fewest edits, if few enough to be a slip; otherwise
// empty.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace jg::cel
