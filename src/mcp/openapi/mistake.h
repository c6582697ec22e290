// mcp/openapi/mistake.h - what is wrong with a tool's arguments, for who wrote them to mend.
//
// Trust: it names places and what is expected there, and repeats no value.
#pragma once

#include <expected>
#include <string>

namespace jg::mcp::openapi {

struct Mistake {
  std::string text;  // "path.id: is missing"
};

template <class T>
using Checked = std::expected<T, Mistake>;

inline std::unexpected<Mistake> mistake(const std::string& place, const std::string& what) {
  return std::unexpected(Mistake{place + ": " + what});
}

}  // namespace jg::mcp::openapi
