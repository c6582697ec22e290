// exchange/knowledge.h - what the checker of expressions is told of our variables: their kinds, when
// they are there, texts that they never are.
//
// Owner:  the stack of one check.
// Thread: one.
#pragma once

#include "cel/check.h"
#include "exchange/expression.h"

namespace jg::exchange {

class RequestKnowledge final : public cel::Knowledge {
 public:
  explicit RequestKnowledge(Use use) : use_(use) {}

  cel::StaticType type_of(std::size_t slot, std::string_view member) const override;
  bool is_claim(std::size_t slot) const override;
  std::optional<Absence> absence(const cel::Read& read) const override;
  std::optional<Objection> objection(const cel::Read& member, Test test,
                                     std::string_view text) const override;

 private:
  Use use_;
};

}  // namespace jg::exchange
