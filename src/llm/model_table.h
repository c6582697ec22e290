// llm/model_table.h - the configured models, and which of them a name means.
//
// Owner:  the router; immutable, shared by all workers.
// Errors: llm.model_not_found, and what a model's gate says (llm.model_denied).
// Limits: exact names cost one lookup however many there are; patterns are tried one by one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/error.h"
#include "base/hash.h"
#include "exchange/exchange.h"
#include "llm/body_edit.h"
#include "llm/provider.h"

namespace jg::llm {

enum class Visibility : std::uint8_t { listed, internal };

// Whether the caller may use a model, and which rule said no; null means everybody may.
using ModelGate = std::function<Result<void>(exchange::Exchange&)>;

struct Model {
  std::string pattern;  // a name, or one with a single `*` alone, in front or at the end
  Visibility visibility = Visibility::listed;
  std::shared_ptr<const Provider> provider;
  std::vector<BodyEdit> edits;  // the provider's name of the model, overrides, defaults
  ModelGate allowed = {};
};

bool matches_pattern(std::string_view pattern, std::string_view name);

class ModelTable {
 public:
  explicit ModelTable(std::vector<Model> models);
  ModelTable(const ModelTable&) = delete;
  ModelTable& operator=(const ModelTable&) = delete;

  // Of all that match and may be used: the one with most characters beside the `*`, then the first
  // in the file.
  Result<const Model*> resolve(std::string_view name, exchange::Exchange& exchange) const;

  // Those the caller may see, in the order of the file.
  std::vector<const Model*> visible(exchange::Exchange& exchange) const;

 private:
  using Rank = std::uint32_t;  // position in by_rank_: the order in which matching models are tried

  std::vector<Model> models_;  // in the order of the file
  std::vector<const Model*> by_rank_;
  boost::unordered_flat_map<std::string_view, std::vector<Rank>, KeyedHash, std::equal_to<>> exact_;
  std::vector<Rank> patterns_;
};

}  // namespace jg::llm
