// "...".format([...]): the clauses %s %d %f %e %b %o %x %X and %%, each with one argument of the
// list.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/hex.h"
#include "cel/convert.h"
#include "cel/functions/groups.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

constexpr int kDefaultPrecision = 6;
constexpr int kGreatestPrecision = 100;

// What went wrong, or nullptr.
using Problem = const char*;

Problem append_plain(std::string& out, Value v, Context& context);

Problem append_list(std::string& out, Value list, Context& context) {
  out += '[';
  Walk walk(list, context);
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ", ";
    if (const Problem problem = append_plain(out, walk.value(), context)) return problem;
  }
  out += ']';
  return nullptr;
}

// In the order of the keys' text, so that equal maps read alike.
Problem append_map(std::string& out, Value map, Context& context) {
  Walk walk(map, context);
  if (!walk.is_ready()) return "this object cannot be listed";
  std::vector<std::pair<std::string, std::string>> entries;
  while (walk.next()) {
    auto& entry = entries.emplace_back();
    if (const Problem problem = append_plain(entry.first, walk.key(), context)) return problem;
    if (const Problem problem = append_plain(entry.second, walk.value(), context)) return problem;
  }
  std::sort(entries.begin(), entries.end());
  out += '{';
  for (const auto& [key, value] : entries) {
    if (&key != &entries.front().first) out += ", ";
    out += key + ": " + value;
  }
  out += '}';
  return context.spend_text(out.size()) ? nullptr : "too costly";
}

Problem append_plain(std::string& out, Value v, Context& context) {
  if (v.is(Kind::null)) {
    out += "null";
    return nullptr;
  }
  if (v.is(Kind::list)) return append_list(out, v, context);
  if (v.is(Kind::map)) return append_map(out, v, context);
  const Value text = to_string(v, context);
  if (text.is_error()) return "%s does not take this type";
  if (!context.spend(1) || !context.spend_text(text.as_text().size())) return "too costly";
  out += text.as_text();
  return nullptr;
}

Problem append_decimal(std::string& out, Value v) {
  if (v.is(Kind::integer))
    out += std::to_string(v.as_int());
  else if (v.is(Kind::unsigned_integer))
    out += std::to_string(v.as_uint());
  else if (v.is(Kind::real))
    out += format_double(v.as_double());
  else
    return "%d takes a number";
  return nullptr;
}

Problem append_real(std::string& out, Value v, char clause, int precision) {
  if (!v.is_number()) return "%f and %e take a number";
  const double d = to_double(v).as_double();
  if (!std::isfinite(d)) {
    out += format_double(d);
    return nullptr;
  }
  char text[512];  // the largest double has 309 digits before the point
  const int length =
      std::snprintf(text, sizeof text, clause == 'f' ? "%.*f" : "%.*e", precision, d);
  out.append(text, static_cast<std::size_t>(length));
  return nullptr;
}

void append_in_base(std::string& out, Value v, int base) {
  char text[66];
  char* const end = text + sizeof text;
  const auto result = v.is(Kind::integer) ? std::to_chars(text, end, v.as_int(), base)
                                          : std::to_chars(text, end, v.as_uint(), base);
  out.append(text, result.ptr);
}

bool is_whole(Value v) { return v.is(Kind::integer) || v.is(Kind::unsigned_integer); }

Problem append_binary(std::string& out, Value v) {
  if (v.is(Kind::boolean))
    out += v.as_bool() ? '1' : '0';
  else if (is_whole(v))
    append_in_base(out, v, 2);
  else
    return "%b takes an integer or a bool";
  return nullptr;
}

Problem append_octal(std::string& out, Value v) {
  if (!is_whole(v)) return "%o takes an integer";
  append_in_base(out, v, 8);
  return nullptr;
}

Problem append_hex(std::string& out, Value v, char clause) {
  const std::size_t begin = out.size();
  if (is_whole(v)) {
    append_in_base(out, v, 16);
  } else if (v.is(Kind::string) || v.is(Kind::bytes)) {
    jg::append_hex(out, v.as_text());
  } else {
    return "%x takes an integer, a string or bytes";
  }
  if (clause == 'X') {
    for (std::size_t i = begin; i < out.size(); ++i) out[i] = ascii::to_upper(out[i]);
  }
  return nullptr;
}

Problem append_clause(std::string& out, Value v, char clause, int precision, Context& context) {
  switch (clause) {
    case 's': return append_plain(out, v, context);
    case 'd': return append_decimal(out, v);
    case 'f':
    case 'e': return append_real(out, v, clause, precision);
    case 'b': return append_binary(out, v);
    case 'o': return append_octal(out, v);
    case 'x':
    case 'X': return append_hex(out, v, clause);
    default: return "there is no such format clause";
  }
}

// ".3" before a clause; -1 when it is no number or too large.
int take_precision(std::string_view& rest) {
  if (!rest.starts_with('.')) return kDefaultPrecision;
  rest.remove_prefix(1);
  int precision = -1;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), precision);
  if (error != std::errc() || precision > kGreatestPrecision) return -1;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return precision;
}

Value format_text(const Call& call) {
  if (!call.args[0].is(Kind::string) || !call.args[1].is(Kind::list)) return no_overload();
  Walk arguments(call.args[1], call.context);
  std::string out;
  std::string_view rest = call.args[0].as_text();
  for (;;) {
    const std::size_t percent = rest.find('%');
    out += rest.substr(0, percent);
    if (percent == std::string_view::npos) break;
    rest.remove_prefix(percent + 1);
    if (rest.starts_with('%')) {
      out += '%';
      rest.remove_prefix(1);
      continue;
    }
    const int precision = take_precision(rest);
    if (precision < 0 || rest.empty()) return invalid("a format clause is not complete");
    if (!arguments.next()) return invalid("format() has fewer arguments than clauses");
    const std::size_t before = out.size();
    const Problem problem =
        append_clause(out, arguments.value(), rest.front(), precision, call.context);
    if (problem != nullptr) return invalid(problem);
    if (!call.context.spend_text(out.size() - before)) return Context::exhausted();
    rest.remove_prefix(1);
  }
  return call.context.copy_string(out);
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "format",
     .style = Style::method,
     .signature = "string, list -> string",
     .says = "The text with `%s %d %f %e %b %o %x %X` filled from the list; `%.2f` sets the "
             "digits, `%%` is a percent sign",
     .body = format_text},
});

}  // namespace

Group format() { return {"Text by a pattern", kTable}; }

}  // namespace jg::cel::functions
