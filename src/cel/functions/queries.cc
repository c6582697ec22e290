// Of a URI or a path with a query: request.pathAndQuery.query("page").
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "cel/functions/groups.h"
#include "cel/functions/texts.h"
#include "cel/percent.h"

namespace jg::cel::functions {
namespace {

struct Uri {
  std::string_view before;    // without the '?'
  std::string_view query;     // without it too
  std::string_view fragment;  // with its '#'
};

Uri parts_of(std::string_view text) {
  const std::size_t hash = std::min(text.find('#'), text.size());
  const std::string_view front = text.substr(0, hash);
  const std::size_t mark = front.find('?');
  return {front.substr(0, mark), mark == front.npos ? std::string_view() : front.substr(mark + 1),
          text.substr(hash)};
}

Value query(const Call& call) {
  if (!are_texts(call)) return no_overload();
  if (!call.context.spend_text(call.args[0].as_text().size())) return Context::exhausted();
  std::vector<Value> found;
  for (FormPairs pairs(parts_of(call.args[0].as_text()).query); pairs.next();) {
    if (!call.context.spend(1)) return Context::exhausted();
    if (pairs.name() == call.args[1].as_text())
      found.push_back(call.context.copy_string(pairs.value()));
  }
  if (found.empty()) return Value::error(ErrorCode::no_such_key, "no such query parameter");
  Value* items = call.context.make_values(found.size());
  if (items == nullptr) return Context::exhausted();
  std::ranges::copy(found, items);
  return call.context.is_exhausted() ? Context::exhausted() : Value::list({items, found.size()});
}

void append_pair(std::string& query, std::string_view pair) {
  if (!query.empty()) query += '&';
  query += pair;
}

Value with_query(const Call& call, const Uri& uri, std::string query) {
  std::string pair;
  append_form(pair, call.args[1].as_text());
  pair += '=';
  append_form(pair, call.args[2].as_text());
  append_pair(query, pair);
  return call.context.copy_string(std::string(uri.before) + '?' + query +
                                  std::string(uri.fragment));
}

bool pay(const Call& call) {
  std::size_t size = 0;
  for (const Value v : call.args) size += v.as_text().size();
  return call.context.spend_text(size);
}

Value add_query(const Call& call) {
  if (!are_texts(call)) return no_overload();
  if (!pay(call)) return Context::exhausted();
  const Uri uri = parts_of(call.args[0].as_text());
  return with_query(call, uri, std::string(uri.query));
}

// All others stay as they are written.
Value set_query(const Call& call) {
  if (!are_texts(call)) return no_overload();
  if (!pay(call)) return Context::exhausted();
  const Uri uri = parts_of(call.args[0].as_text());
  std::string kept;
  for (FormPairs pairs(uri.query); pairs.next();) {
    if (!call.context.spend(1)) return Context::exhausted();
    if (pairs.name() != call.args[1].as_text()) append_pair(kept, pairs.pair());
  }
  return with_query(call, uri, std::move(kept));
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "query",
     .style = Style::method,
     .signature = "string, string -> list<string>",
     .says = "All values of a parameter of a URI's query; an error when there is none",
     .body = query,
     .dialect = Dialect::gateway},
    {.name = "addQuery",
     .style = Style::method,
     .signature = "string, string, string -> string",
     .says = "The URI with one more parameter",
     .body = add_query,
     .dialect = Dialect::gateway},
    {.name = "setQuery",
     .style = Style::method,
     .signature = "string, string, string -> string",
     .says = "The URI with the parameter this one time, whatever it was",
     .body = set_query,
     .dialect = Dialect::gateway},
});

}  // namespace

Group queries() { return {"Queries", kTable}; }

}  // namespace jg::cel::functions
