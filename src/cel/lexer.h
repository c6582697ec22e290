// cel/lexer.h - an expression cut into tokens.
//
// Owner:  tokens are places in the text given to lex().
// Errors: Fault for a character, number or string that CEL does not have.
// Limits: kLongestExpression bytes.
// Spec:   cel-spec, "Syntax" (lexis).
// Trust:  the text comes from an operator's file or the playground; it may be anything.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "cel/fault.h"

namespace jg::cel {

inline constexpr std::size_t kLongestExpression = 64 * 1024;

struct Token {
  enum class Kind : std::uint8_t {
    end,
    identifier,
    quoted_identifier,
    integer,
    unsigned_integer,
    real,
    string,
    bytes,
    dot,
    comma,
    colon,
    question,
    left_paren,
    right_paren,
    left_bracket,
    right_bracket,
    left_brace,
    right_brace,
    plus,
    minus,
    star,
    slash,
    percent,
    bang,
    and_and,
    or_or,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal
  };
  Kind kind = Kind::end;
  std::uint32_t offset = 0;
  std::uint32_t end = 0;
};

// The last token is of Kind::end.
std::expected<std::vector<Token>, Fault> lex(std::string_view expression);

}  // namespace jg::cel
