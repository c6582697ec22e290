// form.encode(), form.decode(): between a map and application/x-www-form-urlencoded.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cel/convert.h"
#include "cel/functions/groups.h"
#include "cel/percent.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

// An error, or null.
Value append_pair(std::string& out, std::string_view name, Value v, Context& context) {
  const bool is_plain = v.is(Kind::string) || v.is(Kind::boolean) || v.is_number();
  if (!is_plain) return invalid("a form holds texts, numbers, bools, and lists of them");
  const Value text = to_string(v, context);
  if (text.is_error()) return text;
  if (!context.spend_text(name.size() + text.as_text().size())) return Context::exhausted();
  if (!out.empty()) out += '&';
  append_form(out, name);
  out += '=';
  append_form(out, text.as_text());
  return {};
}

Value append_member(std::string& out, std::string_view name, Value v, Context& context) {
  if (!v.is(Kind::list)) return append_pair(out, name, v, context);
  for (Walk items(v, context); items.next();) {
    const Value failed = append_pair(out, name, items.value(), context);
    if (failed.is_error()) return failed;
  }
  return {};
}

Value encode(const Call& call) {
  if (!call.args[0].is(Kind::map)) return no_overload();
  Walk members(call.args[0], call.context);
  if (!members.is_ready()) return cannot_list();
  std::string out;
  while (members.next()) {
    const Value name = to_string(members.key(), call.context);
    if (name.is_error()) return name;
    const Value failed = append_member(out, name.as_text(), members.value(), call.context);
    if (failed.is_error()) return failed;
  }
  return call.context.is_exhausted() ? Context::exhausted() : call.context.copy_string(out);
}

using Member = std::pair<std::string, std::vector<Value>>;

// The member of that name, made when there is none; each look costs.
Member& member_of(std::vector<Member>& members, std::string name, Context& context) {
  if (context.spend(1 + members.size() / 8)) {
    for (Member& member : members)
      if (member.first == name) return member;
  }
  return members.emplace_back(std::move(name), std::vector<Value>());
}

Value value_of(const std::vector<Value>& values, Context& context) {
  if (values.size() == 1) return values.front();
  Value* items = context.make_values(values.size());
  if (items == nullptr) return Context::exhausted();
  for (std::size_t i = 0; i < values.size(); ++i) items[i] = values[i];
  return Value::list({items, values.size()});
}

// A name that comes once has its text, one that comes again a list of them.
Value decode(const Call& call) {
  if (!call.args[0].is(Kind::string) && !call.args[0].is(Kind::bytes)) return no_overload();
  if (!call.context.spend_text(call.args[0].as_text().size())) return Context::exhausted();
  std::vector<Member> members;
  for (FormPairs pairs(call.args[0].as_text()); pairs.next();) {
    const Value value = call.context.copy_string(pairs.value());
    if (value.is_error()) return value;
    member_of(members, pairs.name(), call.context).second.push_back(value);
    if (call.context.is_exhausted()) return Context::exhausted();
  }
  Entry* entries = call.context.make_entries(members.size());
  if (entries == nullptr) return Context::exhausted();
  for (std::size_t i = 0; i < members.size(); ++i) {
    entries[i] = {call.context.copy_string(members[i].first),
                  value_of(members[i].second, call.context)};
  }
  return call.context.is_exhausted() ? Context::exhausted() : Value::map({entries, members.size()});
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "form.encode",
     .signature = "map -> string",
     .says = "`name=value&...` of a map; a list gives its name several times",
     .body = encode,
     .dialect = Dialect::gateway},
    {.name = "form.decode",
     .signature = "string|bytes -> map",
     .says = "The map of `name=value&...`; a name that comes several times has a list",
     .body = decode,
     .dialect = Dialect::gateway},
});

}  // namespace

Group forms() { return {"Forms", kTable}; }

}  // namespace jg::cel::functions
