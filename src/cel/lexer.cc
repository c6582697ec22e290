#include "cel/lexer.h"

#include <optional>

#include "base/ascii.h"
#include "cel/utf8.h"

namespace jg::cel {
namespace {

using Kind = Token::Kind;

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::expected<std::vector<Token>, Fault> run() {
    std::vector<Token> tokens;
    while (!fault_) {
      skip_space();
      begin_ = at_;
      const Kind kind = at_ == text_.size() ? Kind::end : next();
      if (fault_) break;
      tokens.push_back({kind, static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(at_)});
      if (kind == Kind::end) return tokens;
    }
    return std::unexpected(std::move(*fault_));
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  static bool is_word(char c) { return ascii::is_alnum(c) || c == '_'; }

  Kind failed(std::string message) {
    fault_ = Fault{static_cast<std::uint32_t>(begin_),
                   static_cast<std::uint32_t>(at_),
                   std::move(message),
                   {}};
    return Kind::end;
  }

  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        ++at_;
      } else if (c == '/' && peek(1) == '/') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  Kind next() {
    const char c = peek();
    if (ascii::is_digit(c) || (c == '.' && ascii::is_digit(peek(1)))) return number();
    if (const auto kind = prefixed_string()) return *kind;
    if (ascii::is_alpha(c) || c == '_') {
      while (is_word(peek())) ++at_;
      return Kind::identifier;
    }
    if (c == '`') return quoted_identifier();
    return punctuation();
  }

  // [rR] and [bB] in any order before a quote.
  std::optional<Kind> prefixed_string() {
    std::size_t n = 0;
    bool raw = false;
    bool bytes = false;
    for (; n < 2; ++n) {
      const char c = ascii::to_lower(peek(n));
      if (c == 'r' && !raw)
        raw = true;
      else if (c == 'b' && !bytes)
        bytes = true;
      else
        break;
    }
    const char quote = peek(n);
    if (quote != '"' && quote != '\'') return std::nullopt;
    at_ += n;
    const bool triple = peek(1) == quote && peek(2) == quote;
    at_ += triple ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == quote && (!triple || (peek(1) == quote && peek(2) == quote))) {
        at_ += triple ? 3 : 1;
        return bytes ? Kind::bytes : Kind::string;
      }
      if (!triple && (c == '\n' || c == '\r')) break;
      // A raw string keeps its backslashes and ends at the first quote.
      at_ += c == '\\' && !raw && at_ + 1 < text_.size() ? 2 : 1;
    }
    at_ = begin_ + n + 1;
    return failed("this string has no closing quote");
  }

  Kind number() {
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      const std::size_t digits = at_;
      while (ascii::hex_value(peek()) >= 0) ++at_;
      if (at_ == digits) return failed("hexadecimal digits are missing after 0x");
      return finish_integer();
    }
    while (ascii::is_digit(peek())) ++at_;
    bool real = false;
    if (peek() == '.' && ascii::is_digit(peek(1))) {
      real = true;
      ++at_;
      while (ascii::is_digit(peek())) ++at_;
    }
    if (peek() == 'e' || peek() == 'E') {
      const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (ascii::is_digit(peek(1 + sign))) {
        real = true;
        at_ += 1 + sign;
        while (ascii::is_digit(peek())) ++at_;
      }
    }
    if (!real) return finish_integer();
    return is_word(peek()) ? failed("a number cannot be followed by a letter") : Kind::real;
  }

  Kind finish_integer() {
    const bool is_unsigned = peek() == 'u' || peek() == 'U';
    if (is_unsigned) ++at_;
    if (is_word(peek())) return failed("a number cannot be followed by a letter");
    return is_unsigned ? Kind::unsigned_integer : Kind::integer;
  }

  Kind quoted_identifier() {
    ++at_;
    const std::size_t first = at_;
    while (is_word(peek()) || peek() == '.' || peek() == '-' || peek() == '/' || peek() == ' ')
      ++at_;
    if (peek() != '`' || at_ == first) {
      return failed("a name between backticks holds letters, digits and _ . - / only");
    }
    ++at_;
    return Kind::quoted_identifier;
  }

  Kind two(char second, Kind both, Kind alone) {
    at_ += peek(1) == second ? 2 : 1;
    return at_ - begin_ == 2 ? both : alone;
  }

  Kind pair(char c, Kind both, const char* meant) {
    if (peek(1) == c) {
      at_ += 2;
      return both;
    }
    ++at_;
    return failed(std::string("'") + c + "' alone has no meaning here; write '" + meant + "'");
  }

  Kind punctuation() {
    switch (peek()) {
      case '&': return pair('&', Kind::and_and, "&&");
      case '|': return pair('|', Kind::or_or, "||");
      case '=': return pair('=', Kind::equal, "==");
      case '!': return two('=', Kind::not_equal, Kind::bang);
      case '<': return two('=', Kind::less_equal, Kind::less);
      case '>': return two('=', Kind::greater_equal, Kind::greater);
      default: break;
    }
    static constexpr std::string_view kSingle = ".,:?()[]{}+-*/%";
    static constexpr Kind kKinds[] = {Kind::dot,          Kind::comma,         Kind::colon,
                                      Kind::question,     Kind::left_paren,    Kind::right_paren,
                                      Kind::left_bracket, Kind::right_bracket, Kind::left_brace,
                                      Kind::right_brace,  Kind::plus,          Kind::minus,
                                      Kind::star,         Kind::slash,         Kind::percent};
    const std::size_t i = kSingle.find(peek());
    at_ += utf8::width(text_.substr(at_));
    return i == std::string_view::npos ? failed("this character has no meaning in an expression")
                                       : kKinds[i];
  }

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
  std::optional<Fault> fault_;
};

}  // namespace

std::expected<std::vector<Token>, Fault> lex(std::string_view expression) {
  if (expression.size() > kLongestExpression) {
    return std::unexpected(Fault{0, 0, "the expression is longer than 64 KiB", {}});
  }
  if (!utf8::is_valid(expression))
    return std::unexpected(Fault{0, 0, "the expression is not UTF-8", {}});
  return Lexer(expression).run();
}

}  // namespace jg::cel
