#include "cel/parser.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "cel/lexer.h"
#include "cel/literal.h"
#include "cel/macros.h"

namespace jg::cel {
namespace {

using Kind = Token::Kind;

// Words that cannot be variables; after a dot they are names like others, but for the first four.
constexpr std::string_view kReserved[] = {
    "true",     "false",   "null",      "in",       "as",  "break",  "const",
    "continue", "else",    "for",       "function", "if",  "import", "let",
    "loop",     "package", "namespace", "return",   "var", "void",   "while"};
constexpr std::size_t kReservedEverywhere = 4;

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

struct Binary {
  Operator op;
  int precedence;
};

struct Place {
  std::uint32_t begin;
  std::uint32_t offset;
};

class Parser {
 public:
  Parser(std::string_view text, const std::vector<Token>& tokens, const ParseOptions& options,
         Arena& arena)
      : text_(text), tokens_(tokens), options_(options), arena_(arena) {}

  std::expected<Ast, Fault> run() {
    ast_.root = expression();
    if (!fault_ && peek().kind != Kind::end)
      fail_here("the expression should end here, or an operator is missing");
    if (fault_) return std::unexpected(std::move(*fault_));
    return std::move(ast_);
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  bool is(Kind kind) const { return peek().kind == kind; }
  std::string_view text_of(const Token& t) const {
    return text_.substr(t.offset, t.end - t.offset);
  }
  bool is_word(std::string_view word) const {
    return is(Kind::identifier) && text_of(peek()) == word;
  }
  bool accept(Kind kind) {
    if (!is(kind)) return false;
    ++at_;
    return true;
  }
  bool expect(Kind kind, const char* message) {
    return accept(kind) || (fail_here(message), false);
  }

  ExprId fail_at(std::uint32_t offset, std::uint32_t end, std::string message) {
    if (!fault_) fault_ = Fault{offset, end, std::move(message), {}};
    return kNoExpr;
  }
  ExprId fail_here(std::string message) {
    const bool at_end = is(Kind::end);
    return fail_at(peek().offset, peek().end,
                   at_end ? "the expression ends too early: " + message : std::move(message));
  }

  Expr node_here() const {
    Expr node;
    node.begin = node.offset = peek().offset;
    return node;
  }

  // Takes the node in and computes its height; what fails inside `node` has already left a fault.
  ExprId add(Expr node) {
    if (fault_) return kNoExpr;
    node.end = tokens_[at_ == 0 ? 0 : at_ - 1].end;
    std::uint32_t below = node.target == kNoExpr ? 0 : ast_[node.target].height;
    for (const ExprId arg : node.args) below = std::max(below, ast_[arg].height);
    node.height = below + 1;
    if (node.height > kGreatestHeight)
      return fail_at(node.offset, node.end, "the expression is nested too deeply");
    if (ast_.nodes.size() >= kMostNodes)
      return fail_at(node.offset, node.end, "the expression has too many parts");
    ast_.nodes.push_back(std::move(node));
    return static_cast<ExprId>(ast_.nodes.size() - 1);
  }

  ExprId expression() {
    if (++nesting_ > kDeepestNesting) return fail_here("the expression is nested too deeply");
    Expr node = node_here();
    ExprId id = binary(0);
    if (!fault_ && accept(Kind::question)) {
      node.kind = ExprKind::conditional;
      const ExprId then = binary(0);
      expect(Kind::colon, "a conditional is written a ? b : c");
      const ExprId otherwise = fault_ ? kNoExpr : expression();
      node.args = {id, then, otherwise};
      id = add(std::move(node));
    }
    --nesting_;
    return id;
  }

  std::optional<Binary> operator_here() const {
    switch (peek().kind) {
      case Kind::or_or: return Binary{Operator::either, 0};
      case Kind::and_and: return Binary{Operator::both, 1};
      case Kind::equal: return Binary{Operator::equal, 2};
      case Kind::not_equal: return Binary{Operator::not_equal, 2};
      case Kind::less: return Binary{Operator::less, 2};
      case Kind::less_equal: return Binary{Operator::less_equal, 2};
      case Kind::greater: return Binary{Operator::greater, 2};
      case Kind::greater_equal: return Binary{Operator::greater_equal, 2};
      case Kind::plus: return Binary{Operator::add, 3};
      case Kind::minus: return Binary{Operator::subtract, 3};
      case Kind::star: return Binary{Operator::multiply, 4};
      case Kind::slash: return Binary{Operator::divide, 4};
      case Kind::percent: return Binary{Operator::modulo, 4};
      default: break;
    }
    if (is_word("in")) return Binary{Operator::in, 2};
    return std::nullopt;
  }

  ExprId binary(int least) {
    const std::uint32_t begin = peek().offset;
    ExprId left = unary();
    while (!fault_) {
      const auto found = operator_here();
      if (!found || found->precedence < least) break;
      const std::uint32_t place = peek().offset;
      ++at_;
      const ExprId right = binary(found->precedence + 1);
      if (fault_) break;
      left = join(*found, left, right, {begin, found->precedence < 2 ? begin : place});
    }
    return left;
  }

  // && and || are associative in every respect, errors included: a chain of them is one flat node.
  ExprId join(const Binary& found, ExprId left, ExprId right, Place place) {
    Expr node;
    node.kind = found.precedence < 2 ? ExprKind::logical : ExprKind::binary;
    node.op = found.op;
    node.begin = place.begin;
    node.offset = place.offset;
    if (node.kind == ExprKind::logical && ast_[left].kind == ExprKind::logical &&
        ast_[left].op == found.op) {
      Expr& chain = ast_.nodes[left];
      chain.args.push_back(right);
      chain.end = ast_[right].end;
      chain.height = std::max(chain.height, ast_[right].height + 1);
      if (chain.height > kGreatestHeight)
        return fail_at(place.offset, chain.end, "the expression is nested too deeply");
      return left;
    }
    node.args = {left, right};
    return add(std::move(node));
  }

  ExprId unary() {
    std::vector<Token> prefixes;
    while (is(Kind::bang) || is(Kind::minus)) prefixes.push_back(tokens_[at_++]);
    ExprId id = kNoExpr;
    const bool signed_number = !prefixes.empty() && prefixes.back().kind == Kind::minus &&
                               (is(Kind::integer) || is(Kind::real));
    if (signed_number) {
      const std::uint32_t offset = prefixes.back().offset;
      prefixes.pop_back();
      id = members_of(literal(Sign::negative, offset), offset);
    } else {
      const std::uint32_t offset = peek().offset;
      id = members_of(primary(), offset);
    }
    for (; !prefixes.empty() && !fault_; prefixes.pop_back()) {
      Expr node;
      node.kind = ExprKind::unary;
      node.op = prefixes.back().kind == Kind::bang ? Operator::negate_logically : Operator::negate;
      node.begin = node.offset = prefixes.back().offset;
      node.args = {id};
      id = add(std::move(node));
    }
    return id;
  }

  ExprId members_of(ExprId id, std::uint32_t offset) {
    while (!fault_) {
      if (accept(Kind::dot))
        id = member(id, offset);
      else if (accept(Kind::left_bracket))
        id = index(id, offset);
      else if (is(Kind::left_brace))
        return fail_here("messages cannot be built here; a map is written {\"key\": value}");
      else
        break;
    }
    return id;
  }

  ExprId member(ExprId target, std::uint32_t offset) {
    Expr node;
    node.kind = ExprKind::select;
    node.begin = node.offset = offset;
    node.target = target;
    node.optional = accept(Kind::question);
    const Token& token = peek();
    const bool quoted = token.kind == Kind::quoted_identifier;
    if (token.kind != Kind::identifier && !quoted)
      return fail_here("a member's name belongs after the dot");
    node.name = text_of(token);
    if (quoted)
      node.name = node.name.substr(1, node.name.size() - 2);
    else if (is_one_of(node.name, std::span(kReserved).first(kReservedEverywhere)))
      return fail_here("this word is reserved; write [\"" + std::string(node.name) + "\"]");
    ++at_;
    if (quoted || node.optional || !is(Kind::left_paren)) return add(std::move(node));
    node.offset = token.offset;
    return call(std::move(node));
  }

  ExprId index(ExprId target, std::uint32_t begin) {
    Expr node;
    node.kind = ExprKind::index;
    node.begin = begin;
    node.offset = tokens_[at_ - 1].offset;
    node.target = target;
    node.optional = accept(Kind::question);
    node.args = {expression()};
    expect(Kind::right_bracket, "a ']' is missing");
    return add(std::move(node));
  }

  // At the opening parenthesis; node has target, name and place.
  ExprId call(Expr node) {
    node.kind = ExprKind::call;
    ++at_;
    while (!fault_ && !is(Kind::right_paren)) {
      node.args.push_back(expression());
      if (!is(Kind::right_paren)) expect(Kind::comma, "a ',' or ')' is missing");
    }
    expect(Kind::right_paren, "a ')' is missing");
    if (fault_) return kNoExpr;
    if (!node.args.empty() && tokens_[at_ - 2].kind == Kind::comma) {
      return fail_at(tokens_[at_ - 2].offset, tokens_[at_ - 2].end,
                     "an argument is missing after this comma");
    }
    node.end = tokens_[at_ - 1].end;
    if (options_.macros == Macros::expand) {
      if (auto expanded = expand_macro(node, ast_, options_.dialect); !expanded) {
        fault_ = std::move(expanded.error());
        return kNoExpr;
      }
    }
    return add(std::move(node));
  }

  ExprId literal(Sign sign, std::uint32_t offset) {
    Expr node;
    node.begin = node.offset = offset;
    auto value = read_literal(text_, peek(), sign, arena_);
    if (!value) {
      fault_ = std::move(value.error());
      return kNoExpr;
    }
    node.literal = *value;
    ++at_;
    return add(std::move(node));
  }

  ExprId primary() {
    switch (peek().kind) {
      case Kind::integer:
      case Kind::unsigned_integer:
      case Kind::real:
      case Kind::string:
      case Kind::bytes: return literal(Sign::positive, peek().offset);
      case Kind::left_paren: return parenthesised();
      case Kind::left_bracket: return list();
      case Kind::left_brace: return map();
      case Kind::dot:
      case Kind::identifier: return name();
      default: return fail_here("a value is expected here");
    }
  }

  ExprId parenthesised() {
    ++at_;
    const ExprId id = expression();
    expect(Kind::right_paren, "a ')' is missing");
    return id;
  }

  ExprId name() {
    Expr node = node_here();
    node.kind = ExprKind::name;
    node.absolute = accept(Kind::dot);
    if (!is(Kind::identifier)) return fail_here("a name is expected after the dot");
    node.name = text_of(peek());
    const bool is_call = tokens_[at_ + 1].kind == Kind::left_paren;
    if (!node.absolute && !is_call &&
        (node.name == "true" || node.name == "false" || node.name == "null")) {
      ++at_;
      node.kind = ExprKind::literal;
      if (node.name != "null") node.literal = Value::boolean(node.name == "true");
      return add(std::move(node));
    }
    if (is_one_of(node.name, kReserved)) {
      return fail_here("'" + std::string(node.name) + "' is a reserved word");
    }
    ++at_;
    return is_call ? call(std::move(node)) : add(std::move(node));
  }

  ExprId list() {
    Expr node = node_here();
    node.kind = ExprKind::list;
    ++at_;
    while (!fault_ && !is(Kind::right_bracket)) {
      node.optional_args.push_back(accept(Kind::question));
      node.args.push_back(expression());
      if (!is(Kind::right_bracket)) expect(Kind::comma, "a ',' or ']' is missing");
    }
    expect(Kind::right_bracket, "a ']' is missing");
    return add(std::move(node));
  }

  ExprId map() {
    Expr node = node_here();
    node.kind = ExprKind::map;
    ++at_;
    while (!fault_ && !is(Kind::right_brace)) {
      node.optional_args.push_back(accept(Kind::question));
      node.args.push_back(expression());
      if (!expect(Kind::colon, "an entry is written key: value")) break;
      node.args.push_back(expression());
      if (!is(Kind::right_brace)) expect(Kind::comma, "a ',' or '}' is missing");
    }
    expect(Kind::right_brace, "a '}' is missing");
    return add(std::move(node));
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const ParseOptions& options_;
  Arena& arena_;
  Ast ast_;
  std::size_t at_ = 0;
  std::uint32_t nesting_ = 0;
  std::optional<Fault> fault_;
};

}  // namespace

std::expected<Ast, Fault> parse(std::string_view expression, const ParseOptions& options,
                                Arena& arena) {
  const auto tokens = lex(expression);
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(expression, *tokens, options, arena).run();
}

}  // namespace jg::cel
