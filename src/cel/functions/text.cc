#include <array>

#include "cel/functions/groups.h"
#include "cel/functions/texts.h"
#include "cel/regex.h"

namespace jg::cel::functions {
namespace {

Value starts_with(const Call& call) {
  if (!are_texts(call)) return no_overload();
  return Value::boolean(call.args[0].as_text().starts_with(call.args[1].as_text()));
}

Value ends_with(const Call& call) {
  if (!are_texts(call)) return no_overload();
  return Value::boolean(call.args[0].as_text().ends_with(call.args[1].as_text()));
}

Value matches(const Call& call) {
  if (!are_texts(call)) return no_overload();
  const RegexOfCall regex(call);
  if (regex.get() == nullptr) return regex.failure();
  return Value::boolean(regex.get()->is_found_in(call.args[0].as_text()));
}

Preparation prepare_pattern(ConstantArgs args) { return prepare_regex(args, 1); }

constexpr auto kTable = std::to_array<Function>({
    {.name = "startsWith",
     .style = Style::method,
     .signature = "string, string -> bool",
     .says = "Whether the text begins so",
     .body = starts_with},
    {.name = "endsWith",
     .style = Style::method,
     .signature = "string, string -> bool",
     .says = "Whether the text ends so",
     .body = ends_with},
    {.name = "matches",
     .style = Style::both,
     .signature = "string, string -> bool",
     .says = "Whether the regular expression (RE2) is found anywhere in the text; `^` and `$` bind "
             "it to the ends",
     .body = matches,
     .prepare = prepare_pattern},
});

}  // namespace

Group text() { return {"Text", kTable}; }

}  // namespace jg::cel::functions
