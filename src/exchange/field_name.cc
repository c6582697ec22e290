#include "exchange/field_name.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace jg::exchange {

bool is_field_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](char c) {
    return ascii::is_alnum(c) || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view value) {
  return std::ranges::none_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

bool is_gateway_field(std::string_view lower) {
  constexpr auto kOurs = std::to_array<std::string_view>(
      {"connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer",
       "transfer-encoding", "upgrade"});
  return std::ranges::find(kOurs, lower) != kOurs.end();
}

}  // namespace jg::exchange
