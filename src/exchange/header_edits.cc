#include "exchange/header_edits.h"

#include <string_view>

namespace jg::exchange {
namespace {

std::string_view name_of(const HeaderEdits::Field& field) { return field.name; }
std::string_view name_of(const std::string& name) { return name; }

template <class Named>
void append_names(std::string& out, std::string_view verb, const std::vector<Named>& all) {
  std::string_view before = out.empty() ? "" : ", ";
  for (const Named& one : all) {
    out.append(before);
    if (&one == &all.front()) out.append(verb);
    out.append(name_of(one));
    before = ", ";
  }
}

}  // namespace

void HeaderEdits::apply(http::Fields& fields) const {
  for (const Field& field : add) fields.add(field.name, field.value);
  for (const Field& field : set) fields.set(field.name, field.value);
  for (const std::string& name : remove) fields.remove(name);
}

std::string HeaderEdits::describe() const {
  std::string out;
  append_names(out, "adds ", add);
  append_names(out, "sets ", set);
  append_names(out, "removes ", remove);
  return out.empty() ? "changes nothing" : out;
}

}  // namespace jg::exchange
