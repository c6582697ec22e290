#include "policies/authorization/remarks.h"

namespace jg::policies::authorization {

using exchange::RuleKind;

std::vector<exchange::Policy::Remark> remarks_on(const exchange::RuleSet& rules,
                                                 std::string_view key) {
  using Remark = exchange::Policy::Remark;
  const std::string begin = std::string(key) + ": ";
  const auto count = [&](RuleKind kind) { return std::to_string(rules.count(kind)); };
  std::vector<Remark> out;
  out.push_back({Remark::Kind::states, begin + count(RuleKind::deny) + " deny, " +
                                           count(RuleKind::require) + " require and " +
                                           count(RuleKind::allow) + " allow rules"});
  if (rules.empty()) {
    out.push_back({Remark::Kind::warns, begin + "there are no rules, nobody is refused"});
  } else if (rules.count(RuleKind::allow) == 0 && rules.count(RuleKind::require) == 0) {
    out.push_back({Remark::Kind::warns,
                   begin + "only deny rules; a rule that cannot be evaluated refuses nobody"});
  }
  return out;
}

}  // namespace jg::policies::authorization
