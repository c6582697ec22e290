#include <array>

#include "cel/access.h"
#include "cel/constant_set.h"
#include "cel/functions/groups.h"
#include "cel/text_search.h"
#include "cel/utf8.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

Value size_of(const Call& call) {
  const Value v = call.args[0];
  std::size_t size = 0;
  if (v.is(Kind::string)) {
    if (!call.context.spend_text(v.as_text().size())) return Context::exhausted();
    size = utf8::length(v.as_text());
  } else if (v.is(Kind::bytes)) {
    size = v.as_text().size();
  } else if (v.is(Kind::list) || v.is(Kind::map)) {
    const Walk walk(v, call.context);
    if (!walk.is_ready()) return cannot_list();
    size = walk.size();
  } else {
    return no_overload();
  }
  return Value::integer(static_cast<std::int64_t>(size));
}

// The specification knows contains() of texts only; the gateway's is `in` with its sides exchanged.
Value contains_what(const Call& call) {
  const Value in = call.args[0];
  const Value sought = call.args[1];
  if (call.context.dialect() == Dialect::gateway) {
    if (call.prepared != nullptr) return ConstantSet::of(*call.prepared).has(sought);
    return contains(in, sought, call.context);
  }
  if (!in.is(Kind::string) || !sought.is(Kind::string)) return no_overload();
  if (!call.context.spend_text(in.as_text().size())) return Context::exhausted();
  return Value::boolean(find_text(in.as_text(), sought.as_text()) != std::string_view::npos);
}

Preparation prepare_set(ConstantArgs args) {
  return args[0] == nullptr ? nullptr : ConstantSet::make(*args[0]);
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "size",
     .style = Style::both,
     .signature = "string|bytes|list|map -> int",
     .says = "Characters of a text, bytes, items, or entries",
     .body = size_of},
    {.name = "contains",
     .style = Style::method,
     .signature = "any, any -> bool",
     .says = "Whether a text has this piece; in rules also whether a list has this item or a map "
             "this key",
     .body = contains_what,
     .prepare = prepare_set},
});

}  // namespace

Group containers() { return {"Lists and maps", kTable}; }

}  // namespace jg::cel::functions
