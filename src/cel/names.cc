#include "cel/names.h"

#include <algorithm>

#include "cel/fault.h"
#include "cel/macros.h"

namespace jg::cel {
namespace {

std::string join(std::span<const std::string_view> path) {
  std::string out;
  for (const std::string_view segment : path) {
    if (!out.empty()) out += '.';
    out += segment;
  }
  return out;
}

}  // namespace

std::uint32_t Names::push(std::string_view name) {
  locals_.push_back(name);
  most_ = std::max(most_, static_cast<std::uint32_t>(locals_.size()));
  return static_cast<std::uint32_t>(locals_.size() - 1);
}

std::optional<std::uint32_t> Names::find_local(std::string_view name) const {
  for (std::size_t i = locals_.size(); i > 0; --i) {
    if (locals_[i - 1] == name) return static_cast<std::uint32_t>(i - 1);
  }
  return std::nullopt;
}

template <class Visit>
bool Names::each_container(std::string_view name, Scope scope, Visit&& visit) const {
  std::string_view container =
      scope == Scope::absolute ? "" : std::string_view(environment_.options().container);
  while (!container.empty()) {
    if (visit(std::string(container) + "." + std::string(name))) return true;
    const std::size_t dot = container.rfind('.');
    container = dot == std::string_view::npos ? std::string_view() : container.substr(0, dot);
  }
  return visit(std::string(name));
}

std::optional<Names::Found> Names::find_root(std::span<const std::string_view> path,
                                             Scope scope) const {
  for (std::size_t n = path.size(); n > 0; --n) {
    std::optional<std::size_t> slot;
    each_container(join(path.first(n)), scope, [&](const std::string& name) {
      slot = environment_.find_root(name);
      return slot.has_value();
    });
    if (slot) return Found{*slot, n};
  }
  return std::nullopt;
}

std::optional<Value> Names::find_type(std::span<const std::string_view> path) {
  const std::string name = join(path);
  for (auto kind = Kind::null; kind != Kind::error;
       kind = static_cast<Kind>(static_cast<int>(kind) + 1)) {
    if (type_name(kind) == name) return Value::type(type_name(kind));
  }
  return std::nullopt;
}

const Function* Names::find_function(std::string_view name, std::size_t count, Scope scope) const {
  const Function* found = nullptr;
  each_container(name, scope, [&](const std::string& full) {
    found = environment_.functions().find(full, Style::global, count);
    return found != nullptr;
  });
  return found;
}

std::string Names::nearest_variable(std::string_view name) const {
  std::vector<std::string_view> candidates(locals_);
  for (const auto& root : environment_.roots()) candidates.push_back(root.name);
  return std::string(nearest_name(name, candidates));
}

std::string Names::nearest_function(std::string_view name) const {
  std::vector<std::string_view> candidates;
  for (const Function* function : environment_.functions().all())
    candidates.push_back(function->name);
  for (const MacroForm& form : macro_forms()) candidates.push_back(form.name);
  return std::string(nearest_name(name, candidates));
}

}  // namespace jg::cel
