#include "mcp/openapi/teller.h"

namespace jg::mcp::openapi {
namespace {

std::string message_of(std::string_view pointer, std::string_view what) {
  std::string out(pointer);
  return out.append(out.empty() ? "" : ": ").append(what);
}

}  // namespace

std::string within(std::string_view pointer, std::string_view member) {
  std::string out(pointer);
  out += '/';
  for (const char c : member) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

void Teller::refuse(std::string_view pointer, std::string_view what) const {
  faults_.add(place_, message_of(pointer, what));
}

void Teller::warn(std::string_view pointer, std::string_view what) const {
  faults_.warn(place_, message_of(pointer, what));
}

}  // namespace jg::mcp::openapi
