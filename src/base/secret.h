// base/secret.h - a value that must not be printed: keys, passwords, tokens that are kept.
//
// Trust: has no stream operator and no formatter; reveal() is the one way out and easy to search
//        for.
#pragma once

#include <string>
#include <string_view>

namespace jg {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(Secret&&) = default;
  Secret& operator=(Secret&&) = default;
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret() { wipe(); }

  std::string_view reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  void wipe();
  std::string value_;
};

// In time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace jg
