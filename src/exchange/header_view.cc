#include "exchange/header_view.h"

#include <new>

#include "base/ascii.h"

namespace jg::exchange {
namespace {

template <class T>
T* make_room(Arena& arena, std::size_t count) {
  return static_cast<T*>(arena.allocate(count * sizeof(T), alignof(T)));
}

bool is_first_of_its_name(const http::Fields& fields, http::Fields::const_iterator at) {
  for (auto before = fields.begin(); before != at; ++before)
    if (before->name == at->name) return false;
  return true;
}

}  // namespace

std::optional<cel::Value> HeaderView::field(std::string_view name, Arena& arena) const {
  std::size_t count = 0;
  std::string_view first;
  for (const http::Field& field : fields_)
    if (ascii::iequals(field.name, name) && count++ == 0) first = field.value;
  if (count == 0) return std::nullopt;
  if (count == 1) return cel::Value::string(first);
  auto* const values = make_room<cel::Value>(arena, count);
  std::size_t at = 0;
  for (const http::Field& field : fields_)
    if (ascii::iequals(field.name, name))
      new (&values[at++]) cel::Value(cel::Value::string(field.value));
  return cel::Value::list({values, count});
}

std::span<const cel::Entry> HeaderView::entries() const {
  if (entries_.data() != nullptr || fields_.empty()) return entries_;
  auto* const entries = make_room<cel::Entry>(arena_, fields_.size());
  std::size_t count = 0;
  for (auto at = fields_.begin(); at != fields_.end(); ++at)
    if (is_first_of_its_name(fields_, at))
      new (&entries[count++]) cel::Entry{cel::Value::string(at->name), *field(at->name, arena_)};
  entries_ = {entries, count};
  return entries_;
}

}  // namespace jg::exchange
