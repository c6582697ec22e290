#include "cel/text_search.h"

#include <cstring>

namespace jg::cel {

// memmem is two-way search for all but short needles.
std::size_t find_text(std::string_view text, std::string_view sought, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  if (sought.empty()) return from;
  if (text.size() - from < sought.size()) return std::string_view::npos;
  const void* const found =
      ::memmem(text.data() + from, text.size() - from, sought.data(), sought.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool spend_search_back(Context& context, std::string_view text, std::string_view sought) {
  constexpr std::size_t kComparedAStep = 4096;  // bytes
  return context.spend(text.size() / kComparedAStep * sought.size());
}

}  // namespace jg::cel
