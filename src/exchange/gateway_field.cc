#include "exchange/gateway_field.h"

#include <algorithm>
#include <array>

namespace jg::exchange {

bool is_gateway_field(std::string_view lower) {
  constexpr auto kOurs = std::to_array<std::string_view>(
      {"connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer",
       "transfer-encoding", "upgrade"});
  return std::ranges::find(kOurs, lower) != kOurs.end();
}

}  // namespace jg::exchange
