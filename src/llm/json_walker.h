// llm/json_walker.h - steps over JSON text value by value, and stops at the first byte that is none
// of it.
//
// Limits: kMostDepth, the caller's; every step is bounded by the text.
// Spec:   RFC 8259 sections 2 to 8; RFC 3629 for what is UTF-8.
// Trust:  hostile.
#pragma once

#include <cstddef>
#include <string_view>

namespace jg::llm {

class JsonWalker {
 public:
  JsonWalker(std::string_view text, std::size_t most_depth)
      : text_(text), most_depth_(most_depth) {}

  std::size_t at() const { return at_; }
  bool is_at_end() const { return at_ == text_.size(); }
  void skip_space();

  // Each takes one thing at the place it is at; false, and nothing more is to be asked, when
  // something else stands there.
  bool take(char c);
  bool take_string();
  bool take_value(std::size_t depth);  // `depth`: how many containers stand around it

 private:
  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take_literal(std::string_view word);
  bool take_number();
  bool take_digits();
  bool take_escape();
  bool take_utf8();
  bool take_array(std::size_t depth);
  bool take_object(std::size_t depth);

  std::string_view text_;
  std::size_t most_depth_;
  std::size_t at_ = 0;
};

}  // namespace jg::llm
