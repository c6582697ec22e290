// config/faults.h - every fault of a configuration, told in one go, each with its place.
//
// Owner:  whoever loads; parsing and decoding add to it and go on.
// Thread: one.
// Errors: config.invalid, which as_error() makes of the whole.
// Limits: kMostFaults are kept; the rest are counted.
// Trust:  a message shows a value by Node::shown() only: what came from a variable is not printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"

namespace jg::config {

class Node;

// Both from 1; a column counts bytes. 0 means the file as a whole.
struct Mark {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend auto operator<=>(const Mark&, const Mark&) = default;
};

struct Place {
  std::string file;
  Mark mark;
  std::string path;  // e.g. routes[0].policies.jwtAuth.mode; empty for the root
};

enum class Severity : std::uint8_t { warning, error };

struct Fault {
  Place place;
  Severity severity = Severity::error;
  std::string message;
  std::string excerpt = {};  // lines to show under it: the text at fault and a caret

  // One line: `config.yaml:7:5: llm.policies.jwtAuth.mode: found "strct"; expected one of ...`.
  std::string line() const;
};

class Faults {
 public:
  static constexpr std::size_t kMostFaults = 200;

  void add(Place place, std::string message, std::string excerpt = {});
  void warn(Place place, std::string message, std::string excerpt = {});
  // Silent for a node that is broken: its fault has been told already.
  void add(const Node& node, std::string message);
  void warn(const Node& node, std::string message);

  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }

  std::vector<Fault> sorted() const;  // by file, then by place
  // A line each with its excerpt under it, sorted; says how many were left out.
  std::string text() const;
  Error as_error() const;

 private:
  void keep(Fault fault);

  std::vector<Fault> kept_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace jg::config
