// cel/case.h - one expression with its variables, as JSON: for a playground and for vectors.
//
// Members: expr; bindings {name: typed value}; bindings_json {name: any JSON}; container;
//          disable_macros.
// Errors:  a fault of the expression or the case becomes a Value of Kind::error.
#pragma once

#include <memory>
#include <optional>

#include "base/arena.h"
#include "cel/program.h"

namespace jg::cel {

class Case {
 public:
  // The document of `from` outlives the case.
  Case(json::Value from, Dialect dialect);
  ~Case();
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  // The value looks into the case and its document.
  Value run();
  // A context to write the result with.
  Context& context() { return context_; }

 private:
  class Bindings;
  Value fault(std::string_view message);

  json::Value from_;
  Dialect dialect_;
  Arena arena_;
  Context context_;
  std::unique_ptr<Bindings> bindings_;
  std::optional<Program> program_;
};

}  // namespace jg::cel
