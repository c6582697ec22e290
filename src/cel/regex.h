// cel/regex.h - regular expressions: linear in time, built once where the pattern is constant.
//
// Thread: immutable; any.
// Errors: text that says why a pattern is refused.
// Limits: kLongestPattern bytes of pattern, kPatternMemory of compiled form.
// Spec:   RE2 syntax, which is what cel-spec asks of matches().
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cel/function.h"

namespace jg::cel {

class Regex final : public Prepared {
 public:
  static constexpr std::size_t kLongestPattern = 4096;
  static constexpr std::size_t kPatternMemory = 1 << 20;

  // Steps for compiling a pattern that is not constant, which costs far more than its match.
  static constexpr std::size_t cost_of(std::string_view pattern) {
    return 1000 + pattern.size() * 64;
  }

  static std::expected<std::unique_ptr<const Regex>, std::string> make(std::string_view pattern);
  ~Regex() override;

  bool is_found_in(std::string_view text) const;
  // `text` with its first match replaced; $1, ${1}, ${name} and $$ as in the gateway's dialect.
  // `text` without a match. nullopt: it would be longer than `most` bytes.
  std::optional<std::string> replace_first(std::string_view text, std::string_view replacement,
                                           std::size_t most) const;

 private:
  struct Parts;
  explicit Regex(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

// The prepared pattern of `call`, or one made for this call of a pattern that is not constant.
class RegexOfCall {
 public:
  RegexOfCall(const Call& call, std::string_view pattern);
  const Regex* get() const { return regex_; }  // nullptr when the pattern is refused

 private:
  std::unique_ptr<const Regex> own_;
  const Regex* regex_ = nullptr;
};

// Prepares the argument at `position` when it is a constant string.
Preparation prepare_regex(ConstantArgs args, std::size_t position);

}  // namespace jg::cel
