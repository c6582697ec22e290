#include "cel/context.h"

#include <cstring>

namespace jg::cel {

void* Context::make_room(std::size_t count, std::size_t size) {
  if (count > bytes_ / size) {
    exhaust();
    return nullptr;
  }
  bytes_ -= count * size;
  return arena_.allocate(count * size, size == 1 ? 1 : alignof(Value));
}

Value Context::copy(Kind kind, std::string_view text) {
  char* to = make_text(text.size());
  if (to == nullptr) return exhausted();
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
  const std::string_view copied(to, text.size());
  return kind == Kind::bytes ? Value::bytes(copied) : Value::string(copied);
}

Value Context::some(Value inner) {
  if (inner.is_error()) return inner;
  Value* kept = make_values(1);
  if (kept == nullptr) return exhausted();
  *kept = inner;
  return Value::some(kept);
}

}  // namespace jg::cel
