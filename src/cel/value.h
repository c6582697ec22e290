// cel/value.h - a CEL value: sixteen bytes, copied freely, looking at memory that others keep.
//
// Owner:  text, items and entries belong to the evaluation's arena, the program's constants or the
//         host; a Value lives as long as those do.
// Thread: any; what a Value looks at does not change.
// Errors: an evaluation error is a Value too (Kind::error): a code, a fixed message and a place.
// Limits: text, lists and maps hold fewer than 2^32 elements.
// Spec:   cel-spec, "Values".
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "json/value.h"

namespace jg::cel {

enum class Kind : std::uint8_t {
  null,
  boolean,
  integer,
  unsigned_integer,
  real,
  string,
  bytes,
  list,
  map,
  duration,
  timestamp,
  type,
  optional,
  ip,
  cidr,
  error
};

enum class ErrorCode : std::uint8_t {
  no_such_key,
  no_such_overload,
  undeclared_reference,
  divide_by_zero,
  overflow,
  invalid_argument,
  index_out_of_range,
  duplicate_key,
  budget_exhausted,
  failed
};

// "cel.no_such_key" and so on: stable names for logs and metrics.
const char* code_of(ErrorCode code);

class Object;
struct Entry;
struct Ip;
struct Cidr;

struct Timestamp {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  std::uint32_t nanos = 0;
};

class Value {
 public:
  static constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

  constexpr Value() = default;  // null
  static Value null() { return {}; }
  static Value boolean(bool b) { return make(Kind::boolean, {.boolean = b}); }
  static Value integer(std::int64_t i) { return make(Kind::integer, {.integer = i}); }
  static Value unsigned_integer(std::uint64_t u) {
    return make(Kind::unsigned_integer, {.unsigned_integer = u});
  }
  static Value real(double d) { return make(Kind::real, {.real = d}); }
  static Value string(std::string_view text) { return make_text(Kind::string, text); }
  static Value bytes(std::string_view text) { return make_text(Kind::bytes, text); }
  static Value type(std::string_view name) { return make_text(Kind::type, name); }
  static Value list(std::span<const Value> items);
  static Value map(std::span<const Entry> entries);
  static Value object(const Object& object);  // seen as a map
  // Reads in place: an object is a map, an array a list, an integer an int, a uint beyond the
  // signed range.
  static Value json(json::Value value);
  static Value duration(std::int64_t nanos) { return make(Kind::duration, {.integer = nanos}); }
  static Value timestamp(Timestamp t) {
    return make(Kind::timestamp, {.integer = t.seconds}, t.nanos);
  }
  static Value some(const Value* inner) { return make(Kind::optional, {.inner = inner}); }
  static Value none() { return make(Kind::optional, {.inner = nullptr}); }
  static Value ip(const Ip* ip) { return make(Kind::ip, {.ip = ip}); }
  static Value cidr(const Cidr* cidr) { return make(Kind::cidr, {.cidr = cidr}); }
  // `message` is static, or lives as long as the program or the arena. It never holds a peer's
  // data.
  static Value error(ErrorCode code, const char* message, std::uint32_t place = kNowhere);

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool is_error() const { return kind_ == Kind::error; }
  bool is_true() const { return kind_ == Kind::boolean && as_.boolean; }
  bool is_number() const;

  // Each asks that kind() fits.
  bool as_bool() const { return as_.boolean; }
  std::int64_t as_int() const { return as_.integer; }
  std::uint64_t as_uint() const { return as_.unsigned_integer; }
  double as_double() const { return as_.real; }
  std::string_view as_text() const { return {as_.text, size_}; }  // string, bytes, type
  std::int64_t as_duration() const { return as_.integer; }        // nanoseconds
  Timestamp as_timestamp() const { return {as_.integer, size_}; }
  const Value* as_optional() const { return as_.inner; }  // nullptr: none
  const Ip& as_ip() const { return *as_.ip; }
  const Cidr& as_cidr() const { return *as_.cidr; }
  ErrorCode code() const { return static_cast<ErrorCode>(form_); }
  const char* message() const { return as_.text; }
  std::uint32_t place() const { return size_; }  // byte offset into the expression, or kNowhere

  // How a list or map is kept: plain has items() or entries(), the others are looked into.
  enum class Form : std::uint8_t { plain, json, object };
  Form form() const { return static_cast<Form>(form_); }
  std::span<const Value> items() const;
  std::span<const Entry> entries() const;
  json::Value as_json() const { return std::bit_cast<json::Value>(as_.pointer); }
  const Object& as_object() const { return *as_.object; }

 private:
  union Payload {
    bool boolean;
    std::int64_t integer;
    std::uint64_t unsigned_integer;
    double real;
    const char* text;
    const Value* inner;
    const Value* items;
    const Entry* entries;
    const Object* object;
    const Ip* ip;
    const Cidr* cidr;
    const void* pointer;
  };
  static Value make(Kind kind, Payload as, std::uint32_t size = 0, std::uint8_t form = 0) {
    Value v;
    v.kind_ = kind;
    v.form_ = form;
    v.size_ = size;
    v.as_ = as;
    return v;
  }
  static Value make_text(Kind kind, std::string_view text) {
    if (text.size() >= kNowhere) return error(ErrorCode::budget_exhausted, "text too large");
    return make(kind, {.text = text.data()}, static_cast<std::uint32_t>(text.size()));
  }

  Kind kind_ = Kind::null;
  std::uint8_t form_ = 0;  // a Form; for an error its code
  std::uint32_t size_ = 0;
  Payload as_ = {.unsigned_integer = 0};
};
static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

struct Entry {
  Value key;
  Value value;
};

inline std::span<const Value> Value::items() const { return {as_.items, size_}; }
inline std::span<const Entry> Value::entries() const { return {as_.entries, size_}; }
inline bool Value::is_number() const {
  return kind_ == Kind::integer || kind_ == Kind::unsigned_integer || kind_ == Kind::real;
}

// The name type() answers with: "int", "google.protobuf.Timestamp", "net.IP".
std::string_view type_name(Kind kind);

}  // namespace jg::cel
