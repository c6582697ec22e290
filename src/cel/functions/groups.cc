#include "cel/functions/groups.h"

#include <array>

namespace jg::cel::functions {

std::span<const Group> groups() {
  static const std::array kGroups = {
      conversions(), containers(), text(),      strings(), gateway_text(), format(),
      math(),        times(),      optionals(), network(), encoders(),     forms(),
      queries(),     json(),       maps(),      digests(), chance(),
  };
  return kGroups;
}

}  // namespace jg::cel::functions
