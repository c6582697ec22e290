// cel/walk.h - looking through a list or a map, however it is kept.
//
// Owner:  the caller's stack; what it walks over outlives it.
// Errors: an object that cannot be listed is not ready().
// Limits: walks within walks go no deeper than Context::kDeepestWalk, so that recursion over values
//         is bounded however they were nested.
#pragma once

#include <cstddef>

#include "cel/context.h"
#include "cel/object.h"
#include "cel/value.h"

namespace jg::cel {

class Walk {
 public:
  // `container` is a list or a map.
  Walk(Value container, Context& context);
  ~Walk() { context_.ascend(); }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  bool is_ready() const { return ready_; }
  bool is_list() const { return container_.is(Kind::list); }
  std::size_t size() const { return size_; }
  // Goes to the next element, paying a step; false at the end or when the budget is gone.
  bool next();
  Value key() const { return key_; }  // of a list its index
  Value value() const { return value_; }

 private:
  Value container_;
  Context& context_;
  json::Value::Cursor cursor_;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  bool ready_ = true;
  Value key_;
  Value value_;
};

inline Value cannot_list() {
  return Value::error(ErrorCode::no_such_overload, "the members of this object cannot be listed");
}

}  // namespace jg::cel
