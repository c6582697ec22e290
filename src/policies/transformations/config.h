// policies/transformations/config.h - the value of `transformations`: what becomes of a request and
// of its answer, or alternatives under `conditional`.
//
// Errors: told to a Faults. A field that delimits a message or belongs to one connection is refused,
//         as are line breaks in what is written out.
// Spec:   agentgateway's LocalTransformationConfig and LocalTransform.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/type.h"
#include "exchange/expression.h"

namespace jg::policies::transformations {

using Named = std::vector<std::pair<std::string, exchange::Expression>>;

// In the order in which it is applied.
struct Transformation {
  Named metadata;
  std::optional<exchange::Expression> replace;  // gives a map: all fields there shall be
  Named add;                                    // names in lower case, or ":path" and the like
  Named set;
  std::vector<std::string> remove;
  std::optional<exchange::Expression> body;
};

struct Alternative {
  std::optional<exchange::Expression> condition;  // absent: it always applies
  std::optional<Transformation> request;
  std::optional<Transformation> response;
};

using Alternatives = std::vector<Alternative>;  // the first whose condition is true applies

config::Type<Alternatives> alternatives_type();

}  // namespace jg::policies::transformations
