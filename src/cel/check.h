// cel/check.h - what is wrong with an expression that compiles: types that never fit, comparisons
// and rules that are decided before anything is asked, spellings that do another thing than they
// look like.
//
// Only what is certain is told: where a value's kind is unknown (a claim, JSON), any use of it is
// taken for good.
// Errors: findings, in the order of the text.
// Limits: those of the parser; kMostFindings.
// Spec:   cel-spec, "Gradual Type Checking" (the idea; no type is declared here).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/environment.h"
#include "cel/fault.h"
#include "cel/kinds.h"
#include "cel/program.h"

namespace jg::cel {

inline constexpr std::size_t kMostFindings = 16;

// What is known of a value before there is one.
struct StaticType {
  Kinds kinds = kAnyKind;
  Kinds elements = kAnyKind;  // of a list's items, a map's values
  bool may_be_true = true;
  bool may_be_false = true;
  std::optional<Value> known;  // whatever is asked; its text is the checker's
  std::optional<Read> origin;  // a variable's member, by its dotted path: {jwt, "realm.role"}
};

enum class FindingWeight : std::uint8_t {
  warning,  // it works, and hardly as it was meant
  error     // it fails whenever it is evaluated
};

// What a host knows of its variables besides their names.
class Knowledge {
 public:
  virtual ~Knowledge() = default;
  // An empty member is the variable itself.
  virtual StaticType type_of(std::size_t slot, std::string_view member) const = 0;
  // Said of somebody by somebody else, with a form that nobody promised: "admin" in jwt.role may
  // ask a text.
  virtual bool is_claim(std::size_t slot) const = 0;
  // Why there is nothing to read in a variable or a member of it; nothing when there may be.
  struct Absence {
    FindingWeight weight;
    std::string says;
  };
  virtual std::optional<Absence> absence(const Read& read) const = 0;
  // Why a member is never this text, or never begins with it; nothing when it may.
  enum class Test : std::uint8_t { is, begins_with };
  struct Objection {
    std::string why;
    std::string meant;       // what was perhaps meant, or nothing
    bool is_certain = true;  // otherwise only unlikely
  };
  virtual std::optional<Objection> objection(const Read& member, Test test,
                                             std::string_view text) const = 0;
};

struct Finding {
  FindingWeight weight = FindingWeight::warning;
  Fault fault;
};

struct Checked {
  std::vector<Finding> findings;
  StaticType result;
  bool is_constant = false;  // it asks nothing: `true`, `1 == 2`
};

// `text` compiles in `environment`.
Checked check(std::string_view text, const Environment& environment, const Knowledge& knowledge);

}  // namespace jg::cel
