// exchange/claims_view.h - what is known of a caller as expressions read it: jwt.sub, apiKey.owner.
//
// Owner: the variables of one evaluation; values look into the claims' document.
// Trust: the credential itself is never shown: its member (`jwt.rawToken`) is a mark in its place,
//        whatever a claim of that name says.
#pragma once

#include "cel/object.h"
#include "json/value.h"

namespace jg::exchange {

class ClaimsView final : public cel::Object {
 public:
  // `credential` names the member that stands for the credential; it lives longer than this.
  ClaimsView(json::Value claims, std::string_view credential)
      : claims_(claims), credential_(credential) {}

  std::optional<cel::Value> field(std::string_view name, Arena& arena) const override;
  std::optional<std::size_t> size() const override { return claims_.size(); }
  cel::Entry member(std::size_t index, Arena& arena) const override;

 private:
  json::Value claims_;
  std::string_view credential_;
  mutable json::Value::Cursor
      cursor_;  // stands at member at_, so that listing in order looks at each once
  mutable std::size_t at_ = 0;
};

}  // namespace jg::exchange
