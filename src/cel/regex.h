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

// The pattern of `text.f(pattern, ...)`, its arguments texts: the prepared one, or one made for this
// call where it is not constant. Pays for making it and for looking through the text.
class RegexOfCall {
 public:
  explicit RegexOfCall(const Call& call);
  const Regex* get() const { return regex_; }  // nullptr: what failure() says
  Value failure() const { return failure_; }

 private:
  std::unique_ptr<const Regex> own_;
  const Regex* regex_ = nullptr;
  Value failure_;
};

// Prepares the argument at `position` when it is a constant string.
Preparation prepare_regex(ConstantArgs args, std::size_t position);

}  // namespace jg::cel
