#include "exchange/choices.h"

#include <new>

namespace jg::exchange {

void remember_choice(Exchange& exchange, const Policy& of, std::size_t alternative) {
  void* const room = exchange.arena.allocate(sizeof(Choice), alignof(Choice));
  exchange.facts.choices = new (room) Choice{&of, alternative, exchange.facts.choices};
}

std::optional<std::size_t> find_choice(const Exchange& exchange, const Policy& of) {
  for (const Choice* at = exchange.facts.choices; at != nullptr; at = at->before)
    if (at->of == &of) return at->alternative;
  return std::nullopt;
}

}  // namespace jg::exchange
