// cel/function.h - how a function is described to the compiler, to the reference and to a checker,
// and how the evaluator calls it.
//
// Owner:  descriptions are static; what prepare() made belongs to the Program.
// Thread: bodies hold no state; Prepared is immutable.
// Errors: a body returns a Value of Kind::error; arguments that are errors never reach it. A body
//         checks the types of its arguments itself: they are known only when it is called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/context.h"
#include "cel/signature.h"
#include "cel/value.h"

namespace jg::cel {

// What a function made of its constant arguments when the expression was compiled: a regular
// expression, a time zone.
class Prepared {
 public:
  virtual ~Prepared() = default;
};

struct Call {
  std::span<const Value> args;  // the receiver, if there is one, comes first
  Context& context;
  const Prepared* prepared;  // nullptr when nothing was prepared
};

// One pointer an argument, nullptr where it is not constant. nullptr when there is nothing to
// prepare; text is a fault.
using Preparation = std::expected<std::unique_ptr<const Prepared>, std::string>;
using ConstantArgs = std::span<const Value* const>;

enum class Style : std::uint8_t { global, method, both };
enum class Purity : std::uint8_t { pure, impure };  // impure: never computed ahead

struct Function {
  std::string_view name;  // with its namespace: "math.abs"
  Style style = Style::global;
  Signature signature;
  std::string_view says;                 // one line of the reference
  Value (*body)(const Call&) = nullptr;  // nullptr: a method that only a host's Object answers
  Preparation (*prepare)(ConstantArgs) = nullptr;
  Purity purity = Purity::pure;
  Dialect dialect = Dialect::specification;  // gateway: known there only
};

// Functions by name; several may share one and differ in style, number or types of arguments.
class FunctionTable {
 public:
  explicit FunctionTable(Dialect dialect);  // with all built-in functions of that dialect
  void add(std::span<const Function> functions);

  // `count` includes the receiver of a method.
  const Function* find(std::string_view name, Style style, std::size_t count) const;
  // All of one name, in the order they were added.
  std::span<const Function* const> named(std::string_view name) const;
  bool has(std::string_view name) const { return !named(name).empty(); }
  std::span<const Function* const> all() const { return sorted_; }  // by name

 private:
  Dialect dialect_;
  std::vector<const Function*> sorted_;
};

}  // namespace jg::cel
