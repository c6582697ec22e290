// exchange/claims_view.h - the claims of a verified token as expressions read them: jwt.sub,
// jwt.groups.
//
// Owner: the variables of one evaluation; values look into the claims' document.
// Trust: the token itself is never shown: `jwt.rawToken` is a mark in its place, whatever a claim
//        of that name says.
#pragma once

#include "cel/object.h"
#include "json/value.h"

namespace jg::exchange {

class ClaimsView final : public cel::Object {
 public:
  explicit ClaimsView(json::Value claims) : claims_(claims) {}

  std::optional<cel::Value> field(std::string_view name, Arena& arena) const override;
  std::optional<std::size_t> size() const override { return claims_.size(); }
  cel::Entry member(std::size_t index, Arena& arena) const override;

 private:
  json::Value claims_;
  mutable json::Value::Cursor
      cursor_;  // stands at member at_, so that listing in order looks at each once
  mutable std::size_t at_ = 0;
};

}  // namespace jg::exchange
