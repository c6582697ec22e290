// policies/cors/settings.h - a cors policy as it is in force: values of fields made ready.
#pragma once

#include <string>
#include <vector>

#include "policies/cors/origin.h"

namespace jg::policies::cors {

// The names that a list allows: none, any (`*`), or these.
struct Names {
  enum class Kind : std::uint8_t { none, any, these } kind = Kind::none;
  std::string joined;  // "GET, POST"; "*" for any
};

struct Settings {
  bool any_origin = false;
  std::vector<OriginPattern> origins;  // unless any may
  Names methods;
  Names headers;
  Names exposed;
  bool with_credentials = false;
  std::string max_age;  // seconds; empty: not told
  std::string shown;    // the origins as written, for the operator
};

}  // namespace jg::policies::cors
