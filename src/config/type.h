// config/type.h - how a node becomes a value: shape, decoder and JSON Schema held together.
//
// Errors: told to a Faults at the node's place; an empty result means that was done.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/document.h"
#include "config/json_schema.h"

namespace jg::config {

// A set of kinds.
using Shapes = std::uint32_t;
constexpr Shapes shape(Kind kind) { return Shapes{1} << static_cast<unsigned>(kind); }

// Whether a node has one of the shapes. What came from a variable may stand where text is wanted,
// whatever it looks like: a password of digits is text.
bool has_shape(const Node& node, Shapes shapes);

// Tells `found ...; expected ...`.
void tell_expected(const Node& node, const std::string& expected, Faults& faults);

template <class M>
class Type {
 public:
  struct Parts {
    Shapes shapes = 0;
    std::string expected;  // as in `expected an integer from 1 to 9`
    std::function<std::optional<M>(const Node&, Faults&)> decode;  // the node has one of the shapes
    std::function<Schema(Definitions&)> schema;
    // JSON text of a default; empty for none worth showing.
    std::function<std::string(const M&)> write = {};
  };

  explicit Type(Parts parts) : parts_(std::make_shared<const Parts>(std::move(parts))) {}

  std::optional<M> decode(const Node& node, Faults& faults) const {
    if (has_shape(node, parts_->shapes)) return parts_->decode(node, faults);
    tell_expected(node, parts_->expected, faults);
    return std::nullopt;
  }

  Schema schema(Definitions& definitions) const { return parts_->schema(definitions); }
  Shapes shapes() const { return parts_->shapes; }
  const std::string& expected() const { return parts_->expected; }
  std::string write(const M& value) const {
    return parts_->write ? parts_->write(value) : std::string();
  }

  // The same spelling with another meaning: make(value, node, faults) is empty after it told why.
  template <class B, class Make>
  Type<B> then(Make make) const {
    auto decode = [inner = *this, make](const Node& node, Faults& faults) -> std::optional<B> {
      std::optional<M> value = inner.parts_->decode(node, faults);
      if (!value) return std::nullopt;
      return make(std::move(*value), node, faults);
    };
    auto schema = [inner = *this](Definitions& definitions) { return inner.schema(definitions); };
    return Type<B>({parts_->shapes, parts_->expected, std::move(decode), std::move(schema)});
  }

  // As a wider type: a variant, an optional, std::any.
  template <class B>
  Type<B> as() const {
    return then<B>(
        [](M value, const Node&, Faults&) { return std::optional<B>(B(std::move(value))); });
  }

 private:
  std::shared_ptr<const Parts> parts_;  // shared, so that types of types stay cheap to copy
};

// For what the ready-made types below do not cover.
template <class M, class Decode>
Type<M> custom(Shapes shapes, std::string expected, Decode decode, Schema schema) {
  return Type<M>({shapes, std::move(expected), std::move(decode),
                  [schema = std::move(schema)](Definitions&) { return schema; }});
}

}  // namespace jg::config
