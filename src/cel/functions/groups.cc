#include "cel/functions/groups.h"

#include <array>

namespace jg::cel::functions {

std::span<const Group> groups() {
  static const std::array kGroups = {
      conversions(), containers(), text(),      strings(), format(),
      math(),        times(),      optionals(), network(), encoders(),
      json(),        maps(),       digests(),   chance(),  gateway_text(),
  };
  return kGroups;
}

}  // namespace jg::cel::functions
