// cel/environment.h - what expressions may refer to: the host's variables and functions.
//
// Owner:  whoever compiles; a Program does not look back at it, but at the host's static Functions.
// Thread: built by one; read by any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/context.h"
#include "cel/function.h"
#include "cel/parser.h"

namespace jg::cel {

// refuse: an unknown name is a fault of compile(). defer: it is an error when it is evaluated.
enum class Unresolved : std::uint8_t { refuse, defer };

// fast: constants are computed while compiling. traced: every part is evaluated, so that
// Program::trace can tell its value.
enum class Planning : std::uint8_t { fast, traced };

struct Options {
  Dialect dialect = Dialect::gateway;
  Unresolved unresolved = Unresolved::refuse;
  Macros macros = Macros::expand;
  Planning planning = Planning::fast;
  std::string container = {};  // names are looked for here first, then in the containers around it
};

class Environment {
 public:
  explicit Environment(Options options = {});

  // Declares a variable (its name may be dotted) and returns its slot for Activation::root. With
  // `fields`, selecting any other member of it is a fault: a misspelt member in a deny rule would
  // otherwise never match.
  std::size_t declare(std::string name, std::vector<std::string> fields = {});
  // Functions of the host; they are static. One without a body is a method that only its Objects
  // answer to (Object::call).
  void add(std::span<const Function> functions) { functions_.add(functions); }

  void set_planning(Planning planning) { options_.planning = planning; }

  struct Root {
    std::string name;
    std::vector<std::string> fields;
  };
  const Options& options() const { return options_; }
  std::span<const Root> roots() const { return roots_; }
  std::optional<std::size_t> find_root(std::string_view name) const;
  const FunctionTable& functions() const { return functions_; }

 private:
  Options options_;
  std::vector<Root> roots_;
  FunctionTable functions_;
};

}  // namespace jg::cel
