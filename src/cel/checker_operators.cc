// Operators: what they need, what they give, and what they can never give.
#include <algorithm>

#include "cel/checker.h"
#include "cel/contradiction.h"

namespace jg::cel {
namespace {

constexpr Kinds kBool = kinds(Kind::boolean);
constexpr Kinds kTime = kinds(Kind::duration, Kind::timestamp);

std::string_view sign_of(Operator op) {
  switch (op) {
    case Operator::add: return "+";
    case Operator::subtract: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::modulo: return "%";
    case Operator::equal: return "==";
    case Operator::not_equal: return "!=";
    case Operator::less: return "<";
    case Operator::less_equal: return "<=";
    case Operator::greater: return ">";
    case Operator::greater_equal: return ">=";
    case Operator::in: return "in";
    case Operator::negate: return "-";
    case Operator::negate_logically: return "!";
    case Operator::both: return "&&";
    case Operator::either: return "||";
    case Operator::none: break;
  }
  return {};
}

bool may_be_ordered(Kinds a, Kinds b) {
  constexpr Kinds kOrdered = kinds(Kind::boolean, Kind::string, Kind::bytes) | kTime;
  return overlap(a & b, kOrdered) || (overlap(a, kNumber) && overlap(b, kNumber));
}

// What an operator of arithmetic gives; none when nothing fits.
Kinds computed(Operator op, Kinds a, Kinds b) {
  Kinds out = a & b & kNumber;
  if (op == Operator::add) out |= a & b & kinds(Kind::string, Kind::bytes, Kind::list);
  const bool on_times = op == Operator::add || op == Operator::subtract;
  if (on_times && overlap(a, kTime) && overlap(b, kTime)) out |= kTime;
  return out;
}

// How the other side would be written to be of the same kind: 5 for "5".
std::string respelt(const StaticType& literal, Kinds wanted) {
  if (!literal.known) return {};
  if (literal.known->is(Kind::integer) && may_be(wanted, Kind::string))
    return '"' + std::to_string(literal.known->as_int()) + '"';
  if (literal.known->is(Kind::boolean) && may_be(wanted, Kind::string))
    return literal.known->as_bool() ? "\"true\"" : "\"false\"";
  if (!literal.known->is(Kind::string)) return {};
  const std::string_view text = literal.known->as_text();
  const bool is_number = !text.empty() && text.size() < 18 &&
                         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const bool is_bool = text == "true" || text == "false";
  if ((is_number && overlap(wanted, kNumber)) || (is_bool && may_be(wanted, Kind::boolean)))
    return std::string(text);
  return {};
}

bool is_number_as_text(const StaticType& text, const StaticType& number) {
  return may_be(text.kinds, Kind::string) && overlap(number.kinds, kNumber);
}

}  // namespace

void Checker::want_bool(ExprId id, const StaticType& type, std::string_view by) {
  if (may_be(type.kinds, Kind::boolean)) return;
  tell(Weight::error, id,
       std::string(by) + " wants true or false, and this is " + describe(type.kinds));
}

StaticType Checker::unary(ExprId id) {
  const Expr& expr = ast_[id];
  const StaticType operand = visit(expr.args[0]);
  if (expr.op == Operator::negate_logically) {
    want_bool(expr.args[0], operand, "!");
    StaticType out = one_of(kBool);
    out.may_be_true = operand.may_be_false;
    out.may_be_false = operand.may_be_true;
    return out;
  }
  constexpr Kinds kNegated = kinds(Kind::integer, Kind::real, Kind::duration);
  if (!overlap(operand.kinds, kNegated))
    return failing(id, "there is no negative of " + describe(operand.kinds));
  return one_of(operand.kinds & kNegated);
}

StaticType Checker::binary(ExprId id) {
  const Expr& expr = ast_[id];
  const StaticType left = visit(expr.args[0]);
  const StaticType right = visit(expr.args[1]);
  switch (expr.op) {
    case Operator::equal:
    case Operator::not_equal: return compare_equal(id, left, right);
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal: return compare_order(id, left, right);
    case Operator::in: return look_in(id, left, right);
    case Operator::add:
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo: return compute(id, left, right);
    case Operator::negate:
    case Operator::negate_logically:
    case Operator::both:
    case Operator::either:
    case Operator::none: break;
  }
  return {};
}

void Checker::tell_different(ExprId id, const StaticType& left, const StaticType& right) {
  const Expr& expr = ast_[id];
  const auto named = [&](ExprId side, const StaticType& type) {
    if (type.kinds == kinds(Kind::null)) return std::string(source(side));
    return std::string(source(side)) + " is " + describe(type.kinds);
  };
  std::string meant = respelt(right, left.kinds);
  if (meant.empty()) meant = respelt(left, right.kinds);
  const bool is_equal = expr.op == Operator::equal;
  tell(Weight::warning, id,
       named(expr.args[0], left) + " and " + named(expr.args[1], right) +
           ", which are never equal: this is always " + (is_equal ? "false" : "true"),
       std::move(meant));
}

StaticType Checker::compare_equal(ExprId id, const StaticType& left, const StaticType& right) {
  const Expr& expr = ast_[id];
  const bool outcome = expr.op == Operator::not_equal;
  if (!may_be_equal(left.kinds, right.kinds)) {
    tell_different(id, left, right);
    return always(outcome);
  }
  const auto accepts_text = [&](const StaticType& member, const StaticType& text, ExprId at) {
    if (!member.origin || !text.known || !text.known->is(Kind::string)) return true;
    return accepts(at, *member.origin, Knowledge::Test::is, text.known->as_text());
  };
  if (!accepts_text(left, right, expr.args[1]) || !accepts_text(right, left, expr.args[0]))
    return always(outcome);
  return one_of(kBool);
}

StaticType Checker::compare_order(ExprId id, const StaticType& left, const StaticType& right) {
  if (may_be_ordered(left.kinds, right.kinds)) return one_of(kBool);
  const Expr& expr = ast_[id];
  std::string meant;
  if (left.known || right.known) meant = respelt(right.known ? right : left, kNumber);
  if (meant.empty() && is_number_as_text(left, right))
    meant = "int(" + std::string(source(expr.args[0])) + ")";
  return failing(id,
                 std::string(sign_of(expr.op)) + " cannot order " + describe(left.kinds) + " and " +
                     describe(right.kinds),
                 std::move(meant));
}

StaticType Checker::compute(ExprId id, const StaticType& left, const StaticType& right) {
  const Operator op = ast_[id].op;
  if (const Kinds out = computed(op, left.kinds, right.kinds); out != 0)
    return one_of(out, left.elements | right.elements);
  std::string meant;
  const bool joins = op == Operator::add &&
                     (left.kinds == kinds(Kind::string) || right.kinds == kinds(Kind::string));
  if (joins) {
    const ExprId other = ast_[id].args[left.kinds == kinds(Kind::string) ? 1 : 0];
    meant = "string(" + std::string(source(other)) + ")";
  }
  return failing(id,
                 std::string(sign_of(op)) + " does not work on " + describe(left.kinds) + " and " +
                     describe(right.kinds),
                 std::move(meant));
}

StaticType Checker::look_in(ExprId id, const StaticType& left, const StaticType& right) {
  const Expr& expr = ast_[id];
  const bool looks_into_text = environment_.options().dialect == Dialect::gateway &&
                               may_be(right.kinds, Kind::string) &&
                               may_be(left.kinds, Kind::string);
  if (!overlap(right.kinds, kinds(Kind::list, Kind::map)) && !looks_into_text)
    return failing(
        id, "in cannot look for " + describe(left.kinds) + " in " + describe(right.kinds),
        right.kinds == kinds(Kind::cidr) ? std::string(source(expr.args[1])) + ".containsIP(" +
                                               std::string(source(expr.args[0])) + ")"
                                         : "");
  warn_of_part(id, expr.args[0], expr.args[1], right);
  if (right.kinds != kinds(Kind::list)) return one_of(kBool);
  if (right.elements != 0 && !may_be_equal(left.kinds, right.elements)) {
    tell(Weight::warning, id,
         std::string(source(expr.args[0])) + " is " + describe(left.kinds) +
             " and the list holds " + describe(right.elements) +
             ": it is never in it, so this is always false");
    return always(false);
  }
  if (!left.origin || ast_[expr.args[1]].kind != ExprKind::list) return one_of(kBool);
  for (const ExprId item : ast_[expr.args[1]].args) {
    const Expr& text = ast_[item];
    if (text.kind == ExprKind::literal && text.literal.is(Kind::string))
      accepts(item, *left.origin, Knowledge::Test::is, text.literal.as_text());
  }
  return one_of(kBool);
}

StaticType Checker::logical(ExprId id) {
  const std::vector<ExprId> args = ast_[id].args;
  const Operator op = ast_[id].op;
  const std::vector<StaticType> types = visit_all(args);
  const bool is_both = op == Operator::both;
  StaticType out = one_of(kBool);
  for (std::size_t i = 0; i < args.size(); ++i) want_bool(args[i], types[i], sign_of(op));
  if (is_both) {
    out.may_be_true = std::ranges::all_of(types, &StaticType::may_be_true);
    out.may_be_false = std::ranges::any_of(types, &StaticType::may_be_false);
  } else {
    out.may_be_true = std::ranges::any_of(types, &StaticType::may_be_true);
    out.may_be_false = std::ranges::all_of(types, &StaticType::may_be_false);
  }
  if (const auto second = find_contradiction(ast_, text_, args, op)) {
    tell(Weight::warning, *second,
         is_both ? "can never be true together with what is asked before it"
                 : "is true whenever what is asked before it is not, so this is always true",
         is_both ? "||" : "&&");
    (is_both ? out.may_be_true : out.may_be_false) = false;
  }
  return out;
}

StaticType Checker::conditional(ExprId id) {
  const std::vector<StaticType> types = visit_all(ast_[id].args);
  want_bool(ast_[id].args[0], types[0], "? :");
  if (types[0].may_be_true != types[0].may_be_false && !types[0].known)
    tell(Weight::warning, ast_[id].args[0],
         types[0].may_be_true ? "is always true, so the last part is never reached"
                              : "is never true, so the middle part is never reached");
  StaticType out = one_of(types[1].kinds | types[2].kinds, types[1].elements | types[2].elements);
  out.may_be_true = types[1].may_be_true || types[2].may_be_true;
  out.may_be_false = types[1].may_be_false || types[2].may_be_false;
  return out;
}

}  // namespace jg::cel
