#include "exchange/header_view.h"

#include <algorithm>
#include <array>
#include <new>

#include "base/ascii.h"
#include "http/cookies.h"

namespace jg::exchange {
namespace {

using cel::Style;
using cel::Value;

constexpr std::string_view kRedacted = "<redacted>";

constexpr auto kMethods = std::to_array<cel::Function>({
    {.name = "cookie",
     .style = Style::method,
     .signature = "map, string -> string",
     .says = "Of headers: the first cookie of that name; an error when there is none"},
    {.name = "redacted",
     .style = Style::method,
     .signature = "map -> map",
     .says = "Of headers: the same with `<redacted>` for credentials and cookies"},
    {.name = "join",
     .style = Style::method,
     .signature = "map -> map",
     .says = "Of headers: the same, each as one text with commas between"},
    {.name = "raw",
     .style = Style::method,
     .signature = "map -> map",
     .says = "Of headers: the same, each as a list of what came"},
    {.name = "split",
     .style = Style::method,
     .signature = "map -> map",
     .says = "Of headers: the same, each as a list of what commas separate"},
});

template <class T>
T* make_room(Arena& arena, std::size_t count) {
  return static_cast<T*>(arena.allocate(count * sizeof(T), alignof(T)));
}

bool is_first_of_its_name(const http::Fields& fields, http::Fields::const_iterator at) {
  for (auto before = fields.begin(); before != at; ++before)
    if (before->name == at->name) return false;
  return true;
}

// By what most people call such fields.
bool sounds_secret(std::string_view name) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"api-key", "apikey", "authorization", "cookie", "dpop",
                                       "proxy-authorization", "set-cookie", "x-goog-api-key"});
  constexpr auto kEnds =
      std::to_array<std::string_view>({"-api-key", "-password", "-secret", "-token"});
  return std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

// URLs of other pages, whose queries may hold what this page's did.
bool is_url(std::string_view name) { return name == "referer" || name == "location"; }

// Hands each piece of `text` between commas to `take`, without white space, the empty ones left out
// (RFC 9110 section 5.6.1).
template <class Take>
void each_piece(std::string_view text, Take&& take) {
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find(','));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    if (!ascii::trim(piece).empty()) take(ascii::trim(piece));
  }
}

Value join(std::span<const Value> values, Arena& arena) {
  if (values.size() == 1) return values.front();
  std::size_t size = values.size() - 1;
  for (const Value value : values) size += value.as_text().size();
  char* const out = make_room<char>(arena, size);
  char* to = out;
  for (const Value value : values) {
    if (to != out) *to++ = ',';
    to = std::ranges::copy(value.as_text(), to).out;
  }
  return Value::string({out, size});
}

Value split(std::span<const Value> values, Arena& arena) {
  std::size_t count = 0;
  for (const Value value : values) each_piece(value.as_text(), [&](std::string_view) { ++count; });
  auto* const pieces = make_room<Value>(arena, count);
  std::size_t at = 0;
  for (const Value value : values)
    each_piece(value.as_text(),
               [&](std::string_view piece) { new (&pieces[at++]) Value(Value::string(piece)); });
  return Value::list({pieces, count});
}

}  // namespace

std::span<const cel::Function> header_methods() { return kMethods; }

// What proves who somebody is, by its name or its look: a JSON Web Token anywhere.
bool HeaderView::is_credential(const http::Field& field) const {
  return sounds_secret(field.name) || std::ranges::find(secret_, field.name) != secret_.end() ||
         field.value.find("eyJ") != field.value.npos;
}

std::string_view HeaderView::shown(const http::Field& field) const {
  if (credentials_ == Credentials::shown) return field.value;
  if (is_credential(field)) return kRedacted;
  return is_url(field.name) ? field.value.substr(0, field.value.find('?')) : field.value;
}

bool HeaderView::has(std::string_view name, Arena&) const {
  return std::ranges::any_of(
      fields_, [&](const http::Field& field) { return ascii::iequals(field.name, name); });
}

std::optional<Value> HeaderView::field(std::string_view name, Arena& arena) const {
  std::size_t count = 0;
  std::string_view first;
  for (const http::Field& field : fields_)
    if (ascii::iequals(field.name, name) && count++ == 0) first = shown(field);
  if (count == 0) return std::nullopt;
  if (count == 1 && (form_ == Form::plain || form_ == Form::joined)) return Value::string(first);
  auto* const values = make_room<Value>(arena, count);
  std::size_t at = 0;
  for (const http::Field& field : fields_)
    if (ascii::iequals(field.name, name)) new (&values[at++]) Value(Value::string(shown(field)));
  if (form_ == Form::joined) return join({values, count}, arena);
  return form_ == Form::split ? split({values, count}, arena) : Value::list({values, count});
}

std::optional<std::size_t> HeaderView::size() const {
  std::size_t count = 0;
  for (auto at = fields_.begin(); at != fields_.end(); ++at)
    if (is_first_of_its_name(fields_, at)) ++count;
  return count;
}

http::Fields::const_iterator HeaderView::seek(std::size_t index) const {
  if (index < index_) place_ = index_ = 0;
  auto at = fields_.begin() + static_cast<std::ptrdiff_t>(place_);
  while (index_ < index) {
    if (is_first_of_its_name(fields_, ++at)) ++index_;
  }
  place_ = static_cast<std::size_t>(at - fields_.begin());
  return at;
}

cel::Entry HeaderView::member(std::size_t index, Arena& arena) const {
  const auto at = seek(index);
  return {Value::string(at->name), *field(at->name, arena)};
}

Value HeaderView::cookie(std::string_view name) const {
  const auto found = http::find_cookie(fields_, name);
  if (!found) return Value::error(cel::ErrorCode::no_such_key, "there is no such cookie");
  return Value::string(credentials_ == Credentials::hidden ? kRedacted : *found);
}

Value HeaderView::with(Credentials credentials, Form form, Arena& arena) const {
  // Never destroyed: it holds nothing that would need it.
  return Value::object(*new (make_room<HeaderView>(arena, 1))
                           HeaderView(fields_, credentials, secret_, form));
}

std::optional<Value> HeaderView::call(std::string_view method, std::span<const Value> arguments,
                                      Arena& arena) const {
  if (method == "cookie" && arguments.size() == 1) {
    return arguments[0].is(cel::Kind::string) ? cookie(arguments[0].as_text()) : cel::no_overload();
  }
  if (!arguments.empty()) return std::nullopt;
  if (method == "redacted") return with(Credentials::hidden, form_, arena);
  if (method == "join") return with(credentials_, Form::joined, arena);
  if (method == "raw") return with(credentials_, Form::raw, arena);
  if (method == "split") return with(credentials_, Form::split, arena);
  return std::nullopt;
}

}  // namespace jg::exchange
