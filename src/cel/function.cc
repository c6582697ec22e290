#include "cel/function.h"

#include <algorithm>

#include "cel/functions/groups.h"

namespace jg::cel {

FunctionTable::FunctionTable(Dialect dialect) : dialect_(dialect) {
  for (const functions::Group& group : functions::groups()) add(group.functions);
}

void FunctionTable::add(std::span<const Function> functions) {
  for (const Function& f : functions) {
    if (f.dialect == Dialect::specification || dialect_ == Dialect::gateway) sorted_.push_back(&f);
  }
  std::ranges::stable_sort(sorted_, {}, &Function::name);
}

const Function* FunctionTable::find(std::string_view name, Style style, std::size_t count) const {
  for (const Function* f : named(name)) {
    if (f->signature.accepts(count) && (f->style == style || f->style == Style::both)) return f;
  }
  return nullptr;
}

std::span<const Function* const> FunctionTable::named(std::string_view name) const {
  return std::ranges::equal_range(sorted_, name, {}, &Function::name);
}

}  // namespace jg::cel
