#include "base/ascii.h"

namespace jg::ascii {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = to_lower(c);
  return out;
}

}  // namespace jg::ascii
