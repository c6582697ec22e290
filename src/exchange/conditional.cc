#include "exchange/conditional.h"

namespace jg::exchange {

void check_conditional(const config::Node& list, config::Faults& faults) {
  const std::size_t size = list.size();
  if (size > kMostAlternatives)
    faults.add(list, "expected at most " + std::to_string(kMostAlternatives) + " entries");
  std::size_t index = 0;
  for (const config::Node entry : list.children())
    if (++index != size && !entry.find("condition"))
      faults.add(entry, "has no condition, so what follows is never reached");
}

}  // namespace jg::exchange
