#include "mcp/multi/catalog.h"

#include <algorithm>
#include <tuple>

namespace jg::mcp {
namespace {

using Item = Catalog::Item;

// The one server whose items fit.
template <class Fits>
std::optional<std::string> only_target(const std::vector<Item>& items, Fits fits) {
  std::optional<std::string> out;
  for (const Item& item : items) {
    if (!fits(item)) continue;
    if (out && *out != item.target) return std::nullopt;
    out = item.target;
  }
  return out;
}

}  // namespace

void Catalog::set(Kind kind, std::vector<Item> items) {
  const std::lock_guard lock(mutex_);
  items_[kind] = std::move(items);
}

void Catalog::set_templates(std::vector<Item> items) {
  const std::lock_guard lock(mutex_);
  templates_ = std::move(items);
}

std::optional<std::string> Catalog::find_target(Kind kind, std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto is_it = [&](const Item& item) { return item.name == name; };
  const auto found = items_.find(kind);
  if (found != items_.end() && std::ranges::any_of(found->second, is_it))
    return only_target(found->second, is_it);
  if (kind != Kind::resource) return std::nullopt;
  if (std::ranges::any_of(templates_, is_it)) return only_target(templates_, is_it);
  return only_target(templates_, [&](const Item& item) { return could_be_of(item.name, name); });
}

std::vector<std::string> find_shared(std::vector<Item> items) {
  std::ranges::sort(items, {}, [](const Item& item) { return std::tie(item.name, item.target); });
  std::vector<std::string> out;
  for (std::size_t i = 1; i < items.size(); ++i) {
    const bool is_shared =
        items[i].name == items[i - 1].name && items[i].target != items[i - 1].target;
    if (is_shared && (out.empty() || out.back() != items[i].name)) out.push_back(items[i].name);
  }
  return out;
}

bool could_be_of(std::string_view uri_template, std::string_view uri) {
  bool is_first = true;
  while (true) {
    const std::size_t open = uri_template.find('{');
    const std::string_view literal = uri_template.substr(0, open);
    if (open == std::string_view::npos)
      return is_first ? uri == literal : uri.size() >= literal.size() && uri.ends_with(literal);
    const std::size_t at =
        is_first ? (uri.starts_with(literal) ? 0 : std::string_view::npos) : uri.find(literal);
    if (at == std::string_view::npos) return false;
    uri.remove_prefix(at + literal.size());
    const std::size_t close = uri_template.find('}', open);
    if (close == std::string_view::npos) return false;
    uri_template.remove_prefix(close + 1);
    is_first = false;
  }
}

}  // namespace jg::mcp
