// cel/constant_set.h - a long constant list of texts as a set, for `in` and contains().
//
// Owner:  the Program; the texts lie in its arena.
// Thread: immutable.
#pragma once

#include <memory>

#include "cel/function.h"
#include "cel/value.h"

namespace jg::cel {

class ConstantSet final : public Prepared {
 public:
  // nullptr when `list` is not a list of texts alone, or too short to gain from it.
  static std::unique_ptr<const ConstantSet> make(Value list);
  static const ConstantSet& of(const Prepared& prepared) {
    return static_cast<const ConstantSet&>(prepared);
  }
  ~ConstantSet() override;

  // What is no text equals none of them.
  Value has(Value sought) const;

 private:
  struct Texts;
  explicit ConstantSet(std::unique_ptr<const Texts> texts);
  std::unique_ptr<const Texts> texts_;
};

}  // namespace jg::cel
