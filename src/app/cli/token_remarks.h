// app/cli/token_remarks.h - what a person should know about a token before trusting or debugging
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "json/value.h"

namespace jg::app::cli {

struct InspectedToken {
  std::string_view compact;
  json::Value header;
  json::Value claims;  // null when they could not be read
};

std::vector<std::string> remarks_on(const InspectedToken& token, SystemTime now);

}  // namespace jg::app::cli
