#include <array>

#include "cel/functions/groups.h"
#include "cel/functions/texts.h"
#include "cel/regex.h"

namespace jg::cel::functions {
namespace {

Value strip_prefix(const Call& call) {
  if (!are_texts(call)) return no_overload();
  std::string_view text = call.args[0].as_text();
  if (text.starts_with(call.args[1].as_text())) text.remove_prefix(call.args[1].as_text().size());
  return Value::string(text);
}

Value strip_suffix(const Call& call) {
  if (!are_texts(call)) return no_overload();
  std::string_view text = call.args[0].as_text();
  if (text.ends_with(call.args[1].as_text())) text.remove_suffix(call.args[1].as_text().size());
  return Value::string(text);
}

// The first match only.
Value regex_replace(const Call& call) {
  if (!are_texts(call)) return no_overload();
  const RegexOfCall regex(call);
  if (regex.get() == nullptr) return regex.failure();
  const auto replaced = regex.get()->replace_first(call.args[0].as_text(), call.args[2].as_text(),
                                                   call.context.bytes_left());
  return replaced ? call.context.copy_string(*replaced) : Context::exhausted();
}

Value redact(const Call&) { return Value::string("<redacted>"); }

Preparation prepare_pattern(ConstantArgs args) { return prepare_regex(args, 1); }

constexpr auto kTable = std::to_array<Function>({
    {.name = "stripPrefix",
     .style = Style::both,
     .signature = "string, string -> string",
     .says = "Without this beginning, if it has it",
     .body = strip_prefix,
     .dialect = Dialect::gateway},
    {.name = "stripSuffix",
     .style = Style::both,
     .signature = "string, string -> string",
     .says = "Without this end, if it has it",
     .body = strip_suffix,
     .dialect = Dialect::gateway},
    {.name = "regexReplace",
     .style = Style::both,
     .signature = "string, string, string -> string",
     .says = "With the first match of the regular expression replaced; `$1` and `${name}` are its "
             "groups",
     .body = regex_replace,
     .prepare = prepare_pattern,
     .dialect = Dialect::gateway},
    {.name = "redacted",
     .style = Style::method,
     .signature = "any -> string",
     .says = "`<redacted>`, whatever it is",
     .body = redact,
     .dialect = Dialect::gateway},
});

}  // namespace

Group gateway_text() { return {"Text, in rules", kTable}; }

}  // namespace jg::cel::functions
