#include "cel/function.h"

#include <algorithm>

#include "cel/functions/groups.h"

namespace jg::cel {
namespace {

struct ByName {
  bool operator()(const Function* a, const Function* b) const { return a->name < b->name; }
  bool operator()(const Function* a, std::string_view b) const { return a->name < b; }
  bool operator()(std::string_view a, const Function* b) const { return a < b->name; }
};

}  // namespace

FunctionTable::FunctionTable(Dialect dialect) : dialect_(dialect) {
  for (const auto group : functions::groups()) add(group);
}

void FunctionTable::add(std::span<const Function> functions) {
  for (const Function& f : functions) {
    if (f.dialect == Dialect::specification || dialect_ == Dialect::gateway) sorted_.push_back(&f);
  }
  std::sort(sorted_.begin(), sorted_.end(), ByName{});
}

const Function* FunctionTable::find(std::string_view name, Style style, std::size_t count) const {
  const auto [first, last] = std::equal_range(sorted_.begin(), sorted_.end(), name, ByName{});
  for (auto it = first; it != last; ++it) {
    const Function& f = **it;
    const bool counted = count >= f.least && (f.most == kAnyNumber || count <= f.most);
    if (counted && (f.style == style || f.style == Style::both)) return &f;
  }
  return nullptr;
}

bool FunctionTable::has(std::string_view name) const {
  return std::binary_search(sorted_.begin(), sorted_.end(), name, ByName{});
}

std::vector<std::string_view> FunctionTable::names() const {
  std::vector<std::string_view> out;
  for (const Function* f : sorted_) out.push_back(f->name);
  return out;
}

}  // namespace jg::cel
