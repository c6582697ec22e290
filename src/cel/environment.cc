#include "cel/environment.h"

#include <utility>

namespace jg::cel {

Environment::Environment(Options options)
    : options_(std::move(options)), functions_(options_.dialect) {}

std::size_t Environment::declare(std::string name, std::vector<std::string> fields) {
  roots_.push_back({std::move(name), std::move(fields)});
  return roots_.size() - 1;
}

std::optional<std::size_t> Environment::find_root(std::string_view name) const {
  for (std::size_t i = 0; i < roots_.size(); ++i) {
    if (roots_[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace jg::cel
