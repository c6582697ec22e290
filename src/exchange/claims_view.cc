#include "exchange/claims_view.h"

namespace jg::exchange {
namespace {

constexpr std::string_view kRedacted = "<redacted>";

}  // namespace

std::optional<cel::Value> ClaimsView::field(std::string_view name, Arena&) const {
  if (name == credential_) return cel::Value::string(kRedacted);
  const auto claim = claims_.find(name);
  if (!claim) return std::nullopt;
  return cel::Value::json(*claim);
}

cel::Entry ClaimsView::member(std::size_t index, Arena& arena) const {
  if (!cursor_.valid() || index < at_) {
    cursor_ = claims_.members();
    at_ = 0;
  }
  for (; at_ < index; ++at_) cursor_ = cursor_.next();
  return {cel::Value::string(cursor_.name()), *field(cursor_.name(), arena)};
}

}  // namespace jg::exchange
