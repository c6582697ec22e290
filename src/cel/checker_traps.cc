// Spellings that ask another thing than they look like, and texts that a variable never is.
#include "cel/checker.h"

namespace jg::cel {
namespace {

std::string_view last_part(std::string_view path) {
  return path.substr(path.find_last_of(".:") + 1);  // npos + 1 is 0
}

// Claims that issuers give as a list; others may be one text for all that is known.
bool is_named_as_list(std::string_view claim) { return last_part(claim).ends_with('s'); }

// Words with spaces between them (RFC 8693 section 4.2).
bool is_scope(std::string_view claim) {
  return last_part(claim) == "scope" || last_part(claim) == "scp";
}

}  // namespace

void Checker::warn_of_part(ExprId whole, ExprId sought, ExprId claim,
                           const StaticType& claim_type) {
  const bool is_text_sought =
      ast_[sought].kind == ExprKind::literal && ast_[sought].literal.is(Kind::string);
  if (!claim_type.origin || !knowledge_.is_claim(claim_type.origin->slot) || !is_text_sought)
    return;
  const std::string_view path = claim_type.origin->field;
  if (path.empty() || is_named_as_list(path) || !may_be(claim_type.kinds, Kind::string)) return;
  const std::string name(source(claim));
  if (text_.find("type(" + name) != std::string_view::npos) return;
  const std::string text(source(sought));
  const std::string_view word = ast_[sought].literal.as_text();
  const bool is_ending = word.starts_with('@');
  std::string meant = text + " in [" + name + "].flatten()";
  if (is_scope(path)) meant = text + " in " + name + ".split(\" \")";
  if (is_ending) meant = name + ".endsWith(" + text + ")";
  tell(Weight::warning, whole,
       "is also true where " + name + " is a string with " + text + " anywhere in it, such as \"" +
           (is_ending ? "a" + std::string(word) + ".example" : "not-" + std::string(word)) + "\"",
       std::move(meant));
}

bool Checker::accepts(ExprId text, const Read& member, Knowledge::Test test,
                      std::string_view value) {
  auto objection = knowledge_.objection(member, test, value);
  if (!objection) return true;
  tell(Weight::warning, text, std::move(objection->why), std::move(objection->meant));
  return !objection->is_certain;
}

}  // namespace jg::cel
