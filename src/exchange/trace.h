// exchange/trace.h - what an exchange tells of itself when it is explained, not served: each step,
// told by the code that takes it.
//
// Owner:  who explains (Worker::trace). Workers that serve have none: a step costs them a
//         comparison with null, and nothing is put into words.
// Thread: one loop.
// Trust:  for who sent the request: claims may stand in it, of a credential nothing else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret.h"

namespace jg::exchange {

struct Finding {
  enum class Outcome : std::uint8_t { noted, good, failed, skipped };
  struct Value {
    std::string name;  // "aud", "jwt.groups"
    std::string json;  // empty: it is not there
  };

  std::string step;  // "audience"
  Outcome outcome = Outcome::noted;
  std::string says = {};
  const char* code = nullptr;      // of a failure
  std::vector<Value> values = {};  // what the step looked at
  std::size_t depth = 0;           // 0: a step of the exchange's own; more: beneath the one before
};

class Trace {
 public:
  using Outcome = Finding::Outcome;

  // `token` is put where the first jwtAuth looks for one.
  explicit Trace(Secret token = {}) : token_(std::move(token)) {}

  void tell(Finding finding);
  void tell(std::string step, Outcome outcome, std::string says = {});
  void tell_failure(std::string step, const Error& error);

  // A step with others beneath it: all that is told until it is closed.
  std::size_t open(std::string step, std::string says = {});
  void close(std::size_t opened, Outcome outcome, std::string says = {});
  void close(std::size_t opened, const Error& error);

  bool has_token() const { return !token_.empty(); }
  Secret take_token() { return std::exchange(token_, {}); }

  const std::vector<Finding>& findings() const { return findings_; }

 private:
  Secret token_;
  std::vector<Finding> findings_;
  std::size_t depth_ = 0;
};

}  // namespace jg::exchange
