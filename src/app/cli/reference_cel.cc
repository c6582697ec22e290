#include "app/cli/reference_cel.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "base/ascii.h"
#include "cel/functions/groups.h"
#include "cel/kinds.h"
#include "cel/macros.h"
#include "exchange/header_view.h"
#include "exchange/variables.h"

namespace jg::app::cli {
namespace {

constexpr std::string_view kHead = R"(# CEL

What expressions can use: operators, macros, functions, variables. The language is that of
[cel-spec](https://github.com/google/cel-spec); what says `gateway` behind it is agentgateway's addition and ours.
[The guide](../guide/cel.md) shows how to try an expression.

<!-- Made by `jotgate reference cel` from src/cel and src/exchange/variables.cc; do not edit. -->

## Operators

| operator | of | gives |
|---|---|---|
| `a.b` `a["b"]` `a[0]` | a map's member, a list's item | an error when it is not there; `a.?b` and `a[?b]` give an optional |
| `-a` `!a` | numbers and durations; bools | an error beyond the type's range |
| `* / %` `+ -` | two numbers of one type; `%` of integers; `+` joins texts, bytes, lists; times and durations | an error beyond the type's range, or by zero; doubles give Infinity or NaN |
| `== !=` | anything | false between unrelated types; numbers by value, whatever their type |
| `< <= > >=` | numbers of any types, bools, texts, bytes, times, durations | an error between other types |
| `a in b` | an item of a list, a key of a map; in rules also a piece of a text | bool |
| `&&` `\|\|` | bools | the side that decides wins over an error of the other |
| `a ? b : c` | a bool | b or c; the other is not evaluated |
)";

constexpr std::string_view kDifferences = R"(
## Where rules differ from the specification

- `"x" in "xyz"` and `"xyz".contains("x")` look for a piece of a text. So `"admin" in jwt.role` lets `not-admin` in: compare
  with `==`, or use a list claim. `contains()` also looks into lists and maps.
- A variable that nothing filled is null. Reading a member of null is an error, `has()` of it is false, and `default()`
  takes it for missing.
- An error is not true: an `allow` or `require` that fails refuses, a `deny` that fails lets on.
- Names of variables, functions and members that do not exist are refused when the configuration is loaded, and so is a
  regular expression or time zone that cannot be used. agentgateway takes them and fails at the request.
- There are no messages (`Type{field: value}`), and no back-references in regular expressions.
- `string()` of a double has no exponent from 1e-6 to 1e21, as JavaScript writes it; cel-go has one from 1e+06 on.
- JSON integers are int, beyond it uint; other numbers double. `json()` refuses an object with the same name twice.
- `jwt.rawToken` and `apiKey.key` are `<redacted>`, and there is no `unredacted()`: the backend gets the token by the route's
  own keys, never by an expression.
- `flatten()` and `flattenRecursive()` give a value everywhere, not in logs alone. In a field that the access log adds, each
  entry of what they give is a field of its own, `name.key`.
- Not here: `config.customFunctions`, and `math.bitAnd()` and its like over bytes.

## Limits

| limit | value |
|---|---|
| an expression; its parts; its nesting | 64 KiB; 16,384; 64 brackets, a tree of 200 |
| steps of an evaluation: parts, turns of loops, 16 bytes of text read | 100,000 |
| what an evaluation builds | 1 MiB |
| a regular expression; its compiled form | 4 KiB; 1 MiB |
| nesting of values | 500 |

Beyond them an expression is refused when it is loaded, or fails with `cel.budget_exhausted`.
)";

// A bar would end the cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string code(std::string_view text) { return "`" + cell(text) + "`"; }

// "string, int? -> list" of a method is `string.name(int?) -> list`.
std::string form_of(const cel::Function& function) {
  const std::string_view text = function.signature.text;
  const std::size_t arrow = text.find("->");
  std::string_view taken = ascii::trim(text.substr(0, arrow));
  std::string out;
  if (function.style == cel::Style::method) {
    const std::string_view receiver = taken.substr(0, taken.find(','));
    out += receiver.find('|') == receiver.npos ? std::string(receiver)
                                               : "(" + std::string(receiver) + ")";
    out += '.';
    taken.remove_prefix(std::min(receiver.size() + 1, taken.size()));
  }
  out += std::string(function.name) + "(" + std::string(ascii::trim(taken)) + ") ";
  return out + std::string(text.substr(arrow));
}

const char* origin(cel::Dialect dialect) {
  return dialect == cel::Dialect::gateway ? " (gateway)" : "";
}

void append_functions(std::string& out, std::string_view title,
                      std::span<const cel::Function> functions) {
  out += "\n### " + std::string(title) + "\n\n| function | does |\n|---|---|\n";
  for (const cel::Function& function : functions) {
    out += "| " + code(form_of(function));
    if (function.style == cel::Style::both) out += ", also as a method";
    out += " | " + cell(function.says) + origin(function.dialect) + " |\n";
  }
}

void append_macros(std::string& out) {
  out +=
      "\n## Macros\n\nThey name a variable, or look at what would fail.\n\n| macro | does |\n"
      "|---|---|\n";
  for (const cel::MacroForm& form : cel::macro_forms())
    out += "| " + code(form.written) + " | " + cell(form.says) + origin(form.dialect) + " |\n";
  out +=
      "| `variables()` | A map of all variables, absent ones null: to look at, since it reads "
      "everything (gateway) |\n";
}

const char* moment(exchange::Phase phase) {
  switch (phase) {
    case exchange::Phase::connection: return "from the connection on";
    case exchange::Phase::request: return "from the request on";
    case exchange::Phase::message: return "from a message of MCP on";
    case exchange::Phase::answer: return "from the answer on";
    case exchange::Phase::done: return "when all is over, in logs and metrics";
    case exchange::Phase::never: return "null, until what fills it exists";
  }
  return "";
}

std::string type_of(const exchange::Member& member) {
  std::string out = cel::describe(member.kinds);
  if (member.elements != cel::kAnyKind) out += " of " + cel::describe(member.elements);
  return out;
}

void append_variables(std::string& out) {
  out += "\n## Variables\n\n| variable | is | there |\n|---|---|---|\n";
  for (const exchange::RootFacts& root : exchange::roots())
    out += "| " + code(root.name) + " | " + cell(root.says) + " | " + moment(root.since) + " |\n";
  for (const exchange::RootFacts& root : exchange::roots()) {
    if (root.members.empty()) continue;
    out += "\n### " + code(root.name) + "\n\n| member | type | is |\n|---|---|---|\n";
    for (const exchange::Member& member : root.members)
      out +=
          "| " + code(member.name) + " | " + type_of(member) + " | " + cell(member.says) + " |\n";
  }
}

}  // namespace

std::string cel_page() {
  std::string out(kHead);
  append_macros(out);
  out +=
      "\n## Functions\n\n`?` marks what may be left out, `...` what may be repeated, `number` is "
      "an "
      "int, a uint or a double.\n";
  for (const cel::functions::Group& group : cel::functions::groups())
    append_functions(out, group.title, group.functions);
  append_functions(out, "Headers", exchange::header_methods());
  append_variables(out);
  out += kDifferences;
  return out;
}

}  // namespace jg::app::cli
