#include <array>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "cel/functions/groups.h"
#include "cel/text_search.h"
#include "cel/utf8.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

Value bad_index() { return Value::error(ErrorCode::index_out_of_range, "index out of range"); }

bool is_text(const Call& call, std::size_t i) {
  return i < call.args.size() && call.args[i].is(Kind::string);
}
bool is_int(const Call& call, std::size_t i) {
  return i < call.args.size() && call.args[i].is(Kind::integer);
}
std::string_view text_of(const Call& call, std::size_t i) { return call.args[i].as_text(); }

// Pays for reading the receiver once.
bool pay(const Call& call) { return call.context.spend_text(text_of(call, 0).size()); }

// The byte where the code point of argument `i` begins; nullopt when the text has fewer.
std::optional<std::size_t> byte_of(const Call& call, std::size_t i) {
  const std::int64_t index = call.args[i].as_int();
  if (index < 0 || static_cast<std::uint64_t>(index) > text_of(call, 0).size()) return std::nullopt;
  const std::size_t at = utf8::offset_of(text_of(call, 0), static_cast<std::size_t>(index));
  return at == std::string_view::npos ? std::nullopt : std::optional(at);
}

Value position(std::string_view text, std::size_t byte) {
  if (byte == std::string_view::npos) return Value::integer(-1);
  return Value::integer(static_cast<std::int64_t>(utf8::length(text.substr(0, byte))));
}

Value char_at(const Call& call) {
  if (!is_text(call, 0) || !is_int(call, 1)) return no_overload();
  if (!pay(call)) return Context::exhausted();
  const auto at = byte_of(call, 1);
  if (!at) return bad_index();
  const std::string_view rest = text_of(call, 0).substr(*at);
  return Value::string(rest.empty() ? rest : rest.substr(0, utf8::width(rest)));
}

Value index_of(const Call& call) {
  if (!is_text(call, 0) || !is_text(call, 1) || (call.args.size() == 3 && !is_int(call, 2)))
    return no_overload();
  if (!pay(call)) return Context::exhausted();
  std::optional<std::size_t> from = 0;
  if (call.args.size() == 3) from = byte_of(call, 2);
  if (!from) return bad_index();
  return position(text_of(call, 0), find_text(text_of(call, 0), text_of(call, 1), *from));
}

Value last_index_of(const Call& call) {
  if (!is_text(call, 0) || !is_text(call, 1) || (call.args.size() == 3 && !is_int(call, 2)))
    return no_overload();
  if (!pay(call) || !spend_search_back(call.context, text_of(call, 0), text_of(call, 1)))
    return Context::exhausted();
  std::optional<std::size_t> from = text_of(call, 0).size();
  if (call.args.size() == 3) from = byte_of(call, 2);
  if (!from) return bad_index();
  return position(text_of(call, 0), text_of(call, 0).rfind(text_of(call, 1), *from));
}

template <char (*F)(char)>
Value each_ascii(const Call& call) {
  if (!is_text(call, 0)) return no_overload();
  const std::string_view text = text_of(call, 0);
  char* to = call.context.make_text(text.size());
  if (to == nullptr || !pay(call)) return Context::exhausted();
  for (std::size_t i = 0; i < text.size(); ++i) to[i] = F(text[i]);
  return Value::string({to, text.size()});
}

char lower(char c) { return ascii::to_lower(c); }
char upper(char c) { return ascii::to_upper(c); }

Value replace(const Call& call) {
  const bool limited = call.args.size() == 4;
  if (!is_text(call, 0) || !is_text(call, 1) || !is_text(call, 2) ||
      (limited && !is_int(call, 3))) {
    return no_overload();
  }
  std::int64_t left = limited ? call.args[3].as_int() : -1;  // negative: all
  std::string_view text = text_of(call, 0);
  const std::string_view from = text_of(call, 1);
  std::string out;
  while (left != 0) {
    const std::size_t at = find_text(text, from);
    if (at == std::string_view::npos) break;
    // Nothing is found before every character and at the end.
    const std::size_t passed = from.empty() && !text.empty() ? utf8::width(text) : 0;
    const std::size_t before = out.size();
    out += text.substr(0, at);
    out += text_of(call, 2);
    out += text.substr(0, passed);
    const bool ended = from.empty() && text.empty();
    text.remove_prefix(at + from.size() + passed);
    --left;
    if (!call.context.spend(1) || !call.context.spend_text(out.size() - before))
      return Context::exhausted();
    if (ended) break;
  }
  out += text;
  return pay(call) ? call.context.copy_string(out) : Context::exhausted();
}

// Cuts one piece off the front: up to the separator, or one character when that is empty.
std::string_view cut(std::string_view& text, std::string_view separator, bool& more) {
  const std::size_t at = separator.empty() ? utf8::width(text) : find_text(text, separator);
  more = at != std::string_view::npos && (!separator.empty() || at < text.size());
  const std::string_view piece = text.substr(0, at);
  text.remove_prefix(more ? at + separator.size() : text.size());
  return piece;
}

Value split(const Call& call) {
  const bool limited = call.args.size() == 3;
  if (!is_text(call, 0) || !is_text(call, 1) || (limited && !is_int(call, 2))) return no_overload();
  const std::int64_t limit = limited ? call.args[2].as_int() : -1;
  std::string_view text = text_of(call, 0);
  const std::string_view separator = text_of(call, 1);
  if (limit == 0 || (text.empty() && separator.empty())) return Value::list({});
  // Twice over the text: to know how many there are, then to keep them.
  if (!pay(call) || !pay(call)) return Context::exhausted();
  std::size_t count = 1;
  bool more = true;
  for (std::string_view rest = text;
       more && (limit < 0 || count < static_cast<std::uint64_t>(limit));) {
    cut(rest, separator, more);
    if (more) ++count;
  }
  Value* items = call.context.make_values(count);
  if (items == nullptr) return Context::exhausted();
  for (std::size_t i = 0; i + 1 < count; ++i) items[i] = Value::string(cut(text, separator, more));
  items[count - 1] = Value::string(text);
  return Value::list({items, count});
}

Value substring(const Call& call) {
  const bool ended = call.args.size() == 3;
  if (!is_text(call, 0) || !is_int(call, 1) || (ended && !is_int(call, 2))) return no_overload();
  if (!pay(call)) return Context::exhausted();
  const auto begin = byte_of(call, 1);
  const auto end = ended ? byte_of(call, 2) : std::optional(text_of(call, 0).size());
  if (!begin || !end || *begin > *end) return bad_index();
  return Value::string(text_of(call, 0).substr(*begin, *end - *begin));
}

// Unicode White_Space, the characters encoded in one to three bytes.
bool is_space(std::string_view c) {
  static constexpr std::string_view kWide[] = {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001",
                                               "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
                                               "\u2007", "\u2008", "\u2009", "\u200a", "\u2028",
                                               "\u2029", "\u202f", "\u205f", "\u3000"};
  if (c.size() == 1) return c[0] == ' ' || (c[0] >= '\t' && c[0] <= '\r');
  for (const std::string_view wide : kWide) {
    if (c == wide) return true;
  }
  return false;
}

Value trim(const Call& call) {
  if (!is_text(call, 0)) return no_overload();
  if (!pay(call)) return Context::exhausted();
  std::string_view text = text_of(call, 0);
  while (!text.empty() && is_space(text.substr(0, utf8::width(text))))
    text.remove_prefix(utf8::width(text));
  std::size_t end = 0;  // after the last character that is no space
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t width = utf8::width(text.substr(at));
    if (!is_space(text.substr(at, width))) end = at + width;
    at += width;
  }
  return Value::string(text.substr(0, end));
}

Value join(const Call& call) {
  const bool separated = call.args.size() == 2;
  if (!call.args[0].is(Kind::list) || (separated && !is_text(call, 1))) return no_overload();
  const std::string_view separator = separated ? text_of(call, 1) : std::string_view();
  std::string out;
  Walk walk(call.args[0], call.context);
  for (bool first = true; walk.next(); first = false) {
    if (!walk.value().is(Kind::string)) return no_overload();
    const std::size_t before = out.size();
    if (!first) out += separator;
    out += walk.value().as_text();
    if (!call.context.spend_text(out.size() - before)) return Context::exhausted();
  }
  return call.context.copy_string(out);
}

Value reverse(const Call& call) {
  if (!is_text(call, 0)) return no_overload();
  std::string_view text = text_of(call, 0);
  char* to = call.context.make_text(text.size());
  if (to == nullptr || !pay(call)) return Context::exhausted();
  const std::size_t size = text.size();
  for (std::size_t end = size; !text.empty();) {
    const std::size_t width = utf8::width(text);
    end -= width;
    text.copy(to + end, width);
    text.remove_prefix(width);
  }
  return Value::string({to, size});
}

Value quote(const Call& call) {
  static constexpr std::string_view kSpecial = "\a\b\f\n\r\t\v\\\"";
  static constexpr std::string_view kLetters = "abfnrtv\\\"";
  if (!is_text(call, 0)) return no_overload();
  if (!pay(call)) return Context::exhausted();
  std::string out = "\"";
  for (std::string_view text = text_of(call, 0); !text.empty();) {
    const std::string_view c = text.substr(0, utf8::width(text));
    const std::size_t special = kSpecial.find(c[0]);
    if (special != std::string_view::npos)
      out += {'\\', kLetters[special]};
    else
      out += utf8::is_valid(c) ? c : "\ufffd";
    text.remove_prefix(c.size());
  }
  return call.context.copy_string(out + "\"");
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "charAt",
     .style = Style::method,
     .signature = "string, int -> string",
     .says = "The character at this place, counted from 0; empty at the end",
     .body = char_at},
    {.name = "indexOf",
     .style = Style::method,
     .signature = "string, string, int? -> int",
     .says = "Where the piece is first found, from a place on; -1 when it is not",
     .body = index_of},
    {.name = "lastIndexOf",
     .style = Style::method,
     .signature = "string, string, int? -> int",
     .says = "Where the piece is last found, up to a place; -1 when it is not",
     .body = last_index_of},
    {.name = "lowerAscii",
     .style = Style::method,
     .signature = "string -> string",
     .says = "A to Z as a to z",
     .body = each_ascii<lower>},
    {.name = "upperAscii",
     .style = Style::method,
     .signature = "string -> string",
     .says = "a to z as A to Z",
     .body = each_ascii<upper>},
    {.name = "replace",
     .style = Style::method,
     .signature = "string, string, string, int? -> string",
     .says = "Each piece by another, or the first so many",
     .body = replace},
    {.name = "split",
     .style = Style::method,
     .signature = "string, string, int? -> list<string>",
     .says = "The pieces between separators, at most so many",
     .body = split},
    {.name = "substring",
     .style = Style::method,
     .signature = "string, int, int? -> string",
     .says = "From one place to before another, or to the end",
     .body = substring},
    {.name = "trim",
     .style = Style::method,
     .signature = "string -> string",
     .says = "Without white space at both ends",
     .body = trim},
    {.name = "join",
     .style = Style::method,
     .signature = "list, string? -> string",
     .says = "The texts of a list, one after the other, with a separator between",
     .body = join},
    {.name = "reverse",
     .style = Style::method,
     .signature = "string -> string",
     .says = "The characters backwards",
     .body = reverse},
    {.name = "strings.quote",
     .signature = "string -> string",
     .says = "In quotes, with what is special escaped",
     .body = quote},
});

}  // namespace

Group strings() { return {"Text, the strings extension", kTable}; }

}  // namespace jg::cel::functions
