// cel/program.h - a compiled expression: compile once, evaluate on every request.
//
// Owner:  a Program owns its text and constants; a result looks into arena, program or host.
// Thread: a Program is immutable; any thread may evaluate it, each with its own arena.
// Errors: compile() gives Faults (fault.h renders them); evaluate() a Value of Kind::error.
// Limits: lexer.h, parser.h and ast.h bound the expression, Limits each evaluation; an ordinary
//         rule uses no heap beyond its arena.
// Spec:   cel-spec language definition; Dialect::gateway for the differences.
//
// To use it: Environment (declare the variables), compile(), then Program::evaluate(Activation).
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/error.h"
#include "cel/context.h"
#include "cel/environment.h"
#include "cel/fault.h"
#include "cel/object.h"
#include "cel/value.h"

namespace jg::cel {

// What an expression looks at: a variable and one member of it. An empty field means that any part
// may be read.
struct Read {
  std::size_t slot = 0;
  std::string field;
  bool operator==(const Read&) const = default;
};

class Trace;

class Program {
 public:
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;
  ~Program();

  Value evaluate(const Activation& activation, Arena& arena, const Limits& limits = {}) const;
  // The same, telling what it cost and, where it was compiled with Planning::traced, what each part
  // gave.
  Value trace(const Activation& activation, Arena& arena, const Limits& limits, Trace& trace) const;
  // What a rule asks: true only when the value is the boolean true; an error is not.
  bool matches(const Activation& activation, Arena& arena, const Limits& limits = {}) const;

  std::string_view text() const;
  std::span<const Read> reads() const;
  bool reads(std::size_t slot, std::string_view field) const;  // or all of slot
  // True when the value is known without evaluating.
  bool is_constant() const;
  // The name of the function that is called last, "flatten" in `flatten(jwt)`; empty when the
  // expression is no call.
  std::string_view outermost_call() const;

 private:
  struct Parts;
  friend std::expected<Program, std::vector<Fault>> compile(std::string_view, const Environment&);
  explicit Program(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

std::expected<Program, std::vector<Fault>> compile(std::string_view text,
                                                   const Environment& environment);

// The same with all faults rendered into one Error (cel.compile).
Result<Program> compile_or_error(std::string_view text, const Environment& environment);

}  // namespace jg::cel
