#include "llm/model_table.h"

#include <algorithm>
#include <optional>

namespace jg::llm {
namespace {

constexpr char kAny = '*';

bool is_pattern(std::string_view name) { return name.find(kAny) != std::string_view::npos; }

std::size_t weight(std::string_view pattern) {
  return pattern.size() - (is_pattern(pattern) ? 1 : 0);
}

Result<void> check_gate(const Model& model, exchange::Exchange& exchange) {
  return model.allowed ? model.allowed(exchange) : Result<void>();
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view name) {
  if (pattern.starts_with(kAny)) return name.ends_with(pattern.substr(1));
  if (pattern.ends_with(kAny)) return name.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == name;
}

ModelTable::ModelTable(std::vector<Model> models) : models_(std::move(models)) {
  for (const Model& model : models_) by_rank_.push_back(&model);
  std::ranges::sort(by_rank_, [](const Model* a, const Model* b) {
    const std::size_t left = weight(a->pattern), right = weight(b->pattern);
    return left != right ? left > right : a < b;  // both stand in models_, in the order of the file
  });
  for (Rank rank = 0; rank < by_rank_.size(); ++rank) {
    const std::string_view pattern = by_rank_[rank]->pattern;
    if (is_pattern(pattern)) {
      patterns_.push_back(rank);
    } else {
      exact_[pattern].push_back(rank);
    }
  }
}

Result<const Model*> ModelTable::resolve(std::string_view name,
                                         exchange::Exchange& exchange) const {
  const auto exact = exact_.find(name);
  auto next_exact = exact == exact_.end() ? patterns_.end() : exact->second.begin();
  const auto last_exact = exact == exact_.end() ? patterns_.end() : exact->second.end();
  auto next_pattern = patterns_.begin();
  std::optional<Error> denial;  // the first, of the model that would have been taken
  // Both lists are in order of rank; together they give the matching models in that order.
  while (next_exact != last_exact || next_pattern != patterns_.end()) {
    const bool takes_exact = next_exact != last_exact &&
                             (next_pattern == patterns_.end() || *next_exact < *next_pattern);
    const Model& model = *by_rank_[takes_exact ? *next_exact++ : *next_pattern++];
    if (model.visibility == Visibility::internal) continue;
    if (!takes_exact && !matches_pattern(model.pattern, name)) continue;
    auto checked = check_gate(model, exchange);
    if (checked) return &model;
    if (!denial) denial = std::move(checked.error());
  }
  if (denial) return std::unexpected(std::move(*denial));
  return fail(Blame::client, "llm.model_not_found");
}

std::vector<const Model*> ModelTable::visible(exchange::Exchange& exchange) const {
  std::vector<const Model*> out;
  for (const Model& model : models_)
    if (model.visibility == Visibility::listed && check_gate(model, exchange))
      out.push_back(&model);
  return out;
}

}  // namespace jg::llm
