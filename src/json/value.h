// json/value.h - parsed JSON to read from: a document that owns, values that look into it.
//
// Owner:  Document owns text and tree; a Value and every string_view from it live as long as their
//         Document.
// Thread: immutable after parse(); any thread may read.
// Errors: json.malformed, json.duplicate_member, json.too_deep, json.too_large.
// Limits: Limits below; integers must fit int64 or uint64.
// Spec:   RFC 8259; duplicate member names are refused where asked (RFC 7515 section 4, RFC 7519
//         section 4).
// Trust:  input is hostile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace jg::json {

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,
  unsigned_integer,
  real,
  string,
  array,
  object
};
enum class Duplicates : std::uint8_t { allow, refuse };

struct Limits {
  std::size_t bytes = 1 << 20;
  std::size_t depth = 64;
  Duplicates duplicates = Duplicates::refuse;
};

class Value {
 public:
  Value() = default;  // null, of no document

  inline Kind kind() const;
  bool is_null() const { return kind() == Kind::null; }
  // Each is empty when the value is of another kind. as_int also takes an unsigned_integer that
  // fits; as_double takes any number.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_int() const;
  std::optional<std::uint64_t> as_uint() const;
  std::optional<double> as_double() const;
  std::optional<std::string_view> as_string() const;

  // Number of elements or members; 0 for anything else.
  std::size_t size() const;
  std::optional<Value> find(std::string_view member) const;  // linear; last duplicate is never seen
  std::optional<Value> at(std::size_t index) const;          // array only; linear

  // Calls visit(Value) for each element, or visit(name, Value) for each member, in order.
  template <class Visit>
  void for_each_element(Visit&& visit) const;
  template <class Visit>
  void for_each_member(Visit&& visit) const;

  std::string dump() const;  // compact JSON text

  struct Node;
  class Cursor;  // a position among the children
  inline Cursor elements() const;
  inline Cursor members() const;

 private:
  friend class Document;
  explicit Value(const Node* node) : node_(node) {}
  const Node* node_ = nullptr;
};

// A member is its name (a string node) followed by its value; children follow their parent.
struct Value::Node {
  Kind kind = Kind::null;
  std::uint32_t size = 0;  // bytes of a string, elements or members of a container
  std::uint32_t skip = 1;  // nodes from here to the next sibling
  union {
    bool boolean;
    std::int64_t integer;
    std::uint64_t unsigned_integer;
    double real;
    const char* text;
  } as = {};
};

class Value::Cursor {
 public:
  bool valid() const { return left_ > 0; }
  std::string_view name() const { return {at_->as.text, at_->size}; }  // members only
  Value value() const { return Value(at_ + (named_ ? 1 : 0)); }
  Cursor next() const {
    Cursor c = *this;
    c.at_ = value().node_ + value().node_->skip;
    --c.left_;
    return c;
  }

 private:
  friend class Value;
  const Node* at_ = nullptr;
  std::size_t left_ = 0;
  bool named_ = false;
};

inline Kind Value::kind() const { return node_ == nullptr ? Kind::null : node_->kind; }

inline Value::Cursor Value::elements() const {
  Cursor c;
  if (kind() == Kind::array) c.at_ = node_ + 1, c.left_ = node_->size;
  return c;
}

inline Value::Cursor Value::members() const {
  Cursor c;
  if (kind() == Kind::object) c.at_ = node_ + 1, c.left_ = node_->size, c.named_ = true;
  return c;
}

template <class Visit>
void Value::for_each_element(Visit&& visit) const {
  for (Cursor c = elements(); c.valid(); c = c.next()) visit(c.value());
}

template <class Visit>
void Value::for_each_member(Visit&& visit) const {
  for (Cursor c = members(); c.valid(); c = c.next()) visit(c.name(), c.value());
}

class Document {
 public:
  static Result<Document> parse(std::string_view text, const Limits& limits = {});
  Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Value root() const;
  std::size_t bytes() const;  // of memory, for who keeps many

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jg::json
