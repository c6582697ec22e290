#include "cel/literal.h"

#include <charconv>
#include <cstdlib>
#include <string>

#include "base/ascii.h"
#include "cel/utf8.h"

namespace jg::cel {
namespace {

Fault fault_at(const Token& token, const char* message) {
  return {token.offset, token.end, message, {}};
}

std::expected<Value, Fault> read_integer(std::string_view text, const Token& token, Sign sign) {
  const bool is_unsigned = token.kind == Token::Kind::unsigned_integer;
  if (is_unsigned) text.remove_suffix(1);
  const bool hexadecimal = text.size() > 2 && ascii::to_lower(text[1]) == 'x';
  if (hexadecimal) text.remove_prefix(2);
  std::uint64_t n = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), n, hexadecimal ? 16 : 10);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::unexpected(fault_at(token, "this integer does not fit 64 bits"));
  }
  if (is_unsigned) return Value::unsigned_integer(n);
  const std::uint64_t largest = std::uint64_t{1} << 63;
  if (n > largest || (n == largest && sign == Sign::positive)) {
    return std::unexpected(fault_at(token, "this int is out of range; a uint ends in u"));
  }
  return Value::integer(static_cast<std::int64_t>(sign == Sign::negative ? 0 - n : n));
}

std::expected<Value, Fault> read_real(std::string_view text, const Token& token, Sign sign) {
  double d = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d);
  // Too large or too small to represent: strtod says which of infinity and zero is nearest.
  if (error == std::errc::result_out_of_range)
    d = std::strtod(std::string(text).c_str(), nullptr);
  else if (error != std::errc() || end != text.data() + text.size())
    return std::unexpected(fault_at(token, "this is not a number"));
  return Value::real(sign == Sign::negative ? -d : d);
}

class Unescaper {
 public:
  Unescaper(std::string_view body, const Token& token, std::size_t body_offset)
      : body_(body), token_(token), body_offset_(body_offset) {}

  std::expected<std::string, Fault> run() {
    while (at_ < body_.size()) {
      if (body_[at_] != '\\') {
        out_ += body_[at_++];
        continue;
      }
      const std::size_t begin = at_++;
      const char* problem = escape();
      if (problem != nullptr) {
        const auto offset = static_cast<std::uint32_t>(body_offset_ + begin);
        return std::unexpected(
            Fault{offset, static_cast<std::uint32_t>(body_offset_ + at_), problem, {}});
      }
    }
    return std::move(out_);
  }

 private:
  bool is_bytes() const { return token_.kind == Token::Kind::bytes; }

  const char* escape() {
    if (at_ == body_.size()) return "a string cannot end in a backslash";
    const char c = body_[at_++];
    static constexpr std::string_view kFrom = "abfnrtv\\?\"'`";
    static constexpr std::string_view kTo = "\a\b\f\n\r\t\v\\?\"'`";
    if (const std::size_t i = kFrom.find(c); i != std::string_view::npos) {
      out_ += kTo[i];
      return nullptr;
    }
    switch (c) {
      case 'x':
      case 'X': return number(2, 16);
      case 'u': return is_bytes() ? kNoUnicode : number(4, 16);
      case 'U': return is_bytes() ? kNoUnicode : number(8, 16);
      default: break;
    }
    if (c < '0' || c > '3') return "there is no such escape; a backslash itself is written \\\\";
    --at_;
    return number(3, 8);
  }

  const char* number(std::size_t digits, int base) {
    if (body_.size() - at_ < digits) return "this escape has too few digits";
    const char* begin = body_.data() + at_;
    std::uint32_t n = 0;
    const auto [end, error] = std::from_chars(begin, begin + digits, n, base);
    if (error != std::errc() || end != begin + digits) return "this escape has too few digits";
    at_ += digits;
    if (is_bytes()) {
      out_ += static_cast<char>(static_cast<unsigned char>(n));
      return nullptr;
    }
    if (!utf8::is_scalar(n)) return "this escape is not a Unicode character";
    utf8::append(out_, n);
    return nullptr;
  }

  static constexpr const char* kNoUnicode = "\\u and \\U are for strings; bytes take \\x";
  std::string_view body_;
  const Token& token_;
  std::size_t body_offset_;
  std::size_t at_ = 0;
  std::string out_;
};

std::expected<Value, Fault> read_text(std::string_view text, const Token& token, Arena& arena) {
  std::size_t skip = 0;
  bool raw = false;
  for (; text[skip] != '"' && text[skip] != '\''; ++skip)
    raw = raw || ascii::to_lower(text[skip]) == 'r';
  const char quote = text[skip];
  const bool triple = text.size() - skip >= 6 && text[skip + 1] == quote && text[skip + 2] == quote;
  const std::size_t quotes = triple ? 3 : 1;
  const std::string_view body = text.substr(skip + quotes, text.size() - skip - 2 * quotes);
  const bool is_bytes = token.kind == Token::Kind::bytes;
  if (raw) return is_bytes ? Value::bytes(arena.copy(body)) : Value::string(arena.copy(body));
  auto plain = Unescaper(body, token, token.offset + skip + quotes).run();
  if (!plain) return std::unexpected(std::move(plain.error()));
  return is_bytes ? Value::bytes(arena.copy(*plain)) : Value::string(arena.copy(*plain));
}

}  // namespace

std::expected<Value, Fault> read_literal(std::string_view expression, const Token& token, Sign sign,
                                         Arena& arena) {
  const std::string_view text = expression.substr(token.offset, token.end - token.offset);
  switch (token.kind) {
    case Token::Kind::integer:
    case Token::Kind::unsigned_integer: return read_integer(text, token, sign);
    case Token::Kind::real: return read_real(text, token, sign);
    default: return read_text(text, token, arena);
  }
}

}  // namespace jg::cel
