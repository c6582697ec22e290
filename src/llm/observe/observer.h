// llm/observe/observer.h - watches the bytes of an answer go by and notes what they say into the
// record.
//
// Owner:  the body that is watched; the record outlives it.
// Errors: none: what cannot be understood is not noted.
// Limits: kMostObserved for what is kept of one answer or event; past it nothing more is read, and
//         all still passes.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/clock.h"

namespace jg::llm {

constexpr std::size_t kMostObserved = 2 << 20;

class Observer {
 public:
  virtual ~Observer() = default;

  virtual void feed(std::string_view bytes, SteadyTime now) = 0;
  virtual void end() = 0;  // whole and well; not called for an answer that broke off
};

}  // namespace jg::llm
