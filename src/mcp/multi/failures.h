// mcp/multi/failures.h - what it means that some of several servers fail: `failureMode`.
//
// Owner:  one question to all of them. Thread: one loop.
// Errors: mcp.target_failed, of the first that failed; a client that is gone is told as that.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "mcp/config.h"

namespace jg::mcp {

class Failures {
 public:
  explicit Failures(FailureMode mode) : mode_(mode) {}

  // One more, told in the log.
  void add(const std::string& target, Error why);
  // Whether it is no use to ask the others.
  bool is_over() const;
  // What the question comes to; `has_answers` when somebody answered.
  Result<void> judge(bool has_answers) const;

 private:
  const FailureMode mode_;
  std::optional<Error> first_;
};

}  // namespace jg::mcp
