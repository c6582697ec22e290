#include "exchange/knowledge.h"

#include <algorithm>

#include "exchange/objections.h"

namespace jg::exchange {

cel::StaticType RequestKnowledge::type_of(std::size_t slot, std::string_view member) const {
  cel::StaticType out;
  const RootFacts& root = roots()[slot];
  if (root.members.empty()) return out;
  if (member.empty()) {
    out.kinds = cel::kinds(cel::Kind::map, cel::Kind::null);
    return out;
  }
  const auto found = std::ranges::find(root.members, member, &Member::name);
  if (found == root.members.end()) return out;
  out.kinds = found->kinds;
  out.elements = found->elements;
  out.may_be_true = out.may_be_false = cel::may_be(found->kinds, cel::Kind::boolean);
  return out;
}

bool RequestKnowledge::is_claim(std::size_t slot) const {
  return slot == slot_of(Root::jwt) || slot == slot_of(Root::api_key);
}

std::optional<cel::Knowledge::Absence> RequestKnowledge::absence(const cel::Read& read) const {
  const RootFacts& root = roots()[read.slot];
  if (read.field == "body" && !root.members.empty() && use_.bodies == Bodies::refused)
    return Absence{cel::FindingWeight::error, "no body is read for this, so '" +
                                                  std::string(root.name) + ".body' is never there"};
  if (!read.field.empty()) return std::nullopt;
  const std::string name = "'" + std::string(root.name) + "'";
  if (root.since <= use_.phase) return std::nullopt;
  // agentgateway knows it by then, so a rule that is shared with it may name it.
  const bool is_promised =
      root.since == Phase::never || root.root == Root::llm || root.root == Root::mcp;
  if (is_promised && use_.phase != Phase::connection)
    return Absence{cel::FindingWeight::warning, name + " is always null here"};
  std::string known;
  for (const RootFacts& other : roots())
    if (other.since <= use_.phase) known += (known.empty() ? "" : ", ") + std::string(other.name);
  return Absence{cel::FindingWeight::error,
                 name + " is not known yet when this is asked; what is: " + known};
}

std::optional<cel::Knowledge::Objection> RequestKnowledge::objection(const cel::Read& member,
                                                                     Test test,
                                                                     std::string_view text) const {
  return find_objection(static_cast<Root>(member.slot), member.field, test, text);
}

}  // namespace jg::exchange
