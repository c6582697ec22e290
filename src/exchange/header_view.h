// exchange/header_view.h - a request's header fields as expressions read them:
// request.headers["x-team"].
//
// Owner: the variables of one evaluation; values look into the fields and the arena.
// Spec:  agentgateway's header map: text for a field that came once, a list for one that came
//        several times. Names are compared without regard to letter case (RFC 9110 section 5.1).
#pragma once

#include "base/arena.h"
#include "cel/object.h"
#include "http/fields.h"

namespace jg::exchange {

class HeaderView final : public cel::Object {
 public:
  HeaderView(const http::Fields& fields, Arena& arena) : fields_(fields), arena_(arena) {}

  std::optional<cel::Value> field(std::string_view name, Arena& arena) const override;
  std::optional<std::size_t> size() const override { return entries().size(); }
  cel::Entry member(std::size_t index, Arena&) const override { return entries()[index]; }

 private:
  std::span<const cel::Entry> entries() const;

  const http::Fields& fields_;
  Arena& arena_;
  mutable std::span<const cel::Entry> entries_;  // made when somebody lists the headers
};

}  // namespace jg::exchange
