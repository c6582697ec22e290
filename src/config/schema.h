// config/schema.h - describes a YAML object once; decoding and JSON Schema both come from that.
//
// Thread: a description is immutable once built; any thread may decode with it.
// Errors: told to a Faults, all of a file in one go; checks run only on an object without a fault.
//
// A feature describes its own struct, beside that struct:
//
//   struct Keepalive {
//     bool enabled = true;
//     std::chrono::milliseconds interval{3000};
//     std::optional<int> retries;
//   };
//
//   Type<Keepalive> keepalive_type() {
//     return object(
//         Object<Keepalive>("Keepalive", "Probes on an idle connection.")
//             .optional("enabled", &Keepalive::enabled, boolean(), "Whether to probe at all.")
//             .optional("interval", &Keepalive::interval, duration(), "Time between two probes.")
//             .optional("retries", &Keepalive::retries, integer<int>(1, 99), "Probes in vain.")
//             .not_yet({"jitter"}));
//   }
//
//   Faults faults;
//   auto document = Document::parse({"config.yaml", text}, process_environment(), faults);
//   if (document) auto keepalive = keepalive_type().decode(document->root(), faults);
//   if (faults.has_errors()) return std::unexpected(faults.as_error());
//
// schema_test.cc shows it all: policies listed at run time, keys of one object inside another.
#pragma once

#include <any>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/keys.h"
#include "config/type.h"
#include "config/types.h"

namespace jg::config {

// A key whose meaning is known at run time only: the registry of features lists them.
struct DynamicKey {
  std::string name;
  std::string doc;
  Type<std::any> type;
  bool is_ours = false;
  std::vector<std::string> aliases = {};
};

struct DynamicValue {
  std::string name;  // of the key, aliases resolved
  std::any value;    // of the type the key's feature gave
  Node node;         // for faults found later; lives as long as the Document
};

template <class M>
DynamicKey dynamic_key(std::string name, std::string doc, const Type<M>& type) {
  return {std::move(name), std::move(doc), type.template as<std::any>()};
}

template <class T>
class Object {
 public:
  Object(std::string_view name, std::string_view doc) : keys_(name, doc) {}

  template <class M>
  Object& required(std::string_view key, M T::* member, Type<M> type, std::string_view doc) {
    Key described = describe(key, doc, type);
    described.is_required = true;
    return add(std::move(described), assign(member, std::move(type)));
  }

  template <class M>
  Object& required(std::string_view key, std::optional<M> T::* member, Type<M> type,
                   std::string_view doc) {
    return required(key, member, type.template as<std::optional<M>>(), doc);
  }

  // Without the key the member keeps what the struct gives it, which the schema shows as the
  // default.
  template <class M>
  Object& optional(std::string_view key, M T::* member, Type<M> type, std::string_view doc) {
    Key described = describe(key, doc, type);
    described.default_json = type.write(T{}.*member);
    return add(std::move(described), assign(member, std::move(type)));
  }

  template <class M>
  Object& optional(std::string_view key, std::optional<M> T::* member, Type<M> type,
                   std::string_view doc) {
    return add(describe(key, doc, type), assign(member, type.template as<std::optional<M>>()));
  }

  // Each key that is there appends to the member, in the order of the file. None of them may be
  // empty.
  Object& dynamic(std::vector<DynamicValue> T::* member, const std::vector<DynamicKey>& keys) {
    for (const DynamicKey& key : keys) {
      Key described = describe(key.name, key.doc, key.type);
      described.is_ours = key.is_ours;
      described.passes_null = true;
      add(std::move(described), [member, key](const Node& node, T& into, Faults& faults) {
        std::optional<std::any> value = key.type.decode(node, faults);
        if (value) (into.*member).push_back({key.name, std::move(*value), node});
        return value.has_value();
      });
      for (const std::string& name : key.aliases) keys_.alias(name, key.name);
    }
    return *this;
  }

  // The keys of another object stand among those of this one and fill a member.
  template <class U>
  Object& include(U T::* member, const Object<U>& other) {
    keys_.include(other.keys_);
    for (const auto& field : other.fields_)
      fields_.push_back([member, field](const Node& node, T& into, Faults& faults) {
        return field(node, into.*member, faults);
      });
    for (const auto& check : other.checks_)
      checks_.push_back([member, check](const T& value, const Node& node, Faults& faults) {
        check(value.*member, node, faults);
      });
    return *this;
  }

  Object& alias(std::string_view key, std::string_view canonical) {
    keys_.alias(key, canonical);
    return *this;
  }

  // Keys that agentgateway does not have.
  Object& ours(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) keys_.at(key).is_ours = true;
    return *this;
  }

  // Honoured, with a warning that says what to use instead.
  Object& deprecated(std::string_view key, std::string_view instead) {
    keys_.at(key).deprecated = std::string(instead);
    return *this;
  }

  // Keys that guard something: without a value they are a fault, where others only earn a warning.
  Object& never_empty(std::initializer_list<std::string_view> keys) {
    for (const std::string_view key : keys) keys_.at(key).passes_null = true;
    return *this;
  }

  // Keys of agentgateway that must be refused rather than ignored.
  Object& not_yet(const std::vector<std::string_view>& keys) {
    for (const std::string_view key : keys)
      keys_.refuse(key, "agentgateway knows this key; jotgate does not honour it yet");
    return *this;
  }

  Object& removed(std::string_view key, std::string_view message) {
    keys_.refuse(key, std::string(message));
    return *this;
  }

  Object& exactly_one_of(std::vector<std::string> keys) {
    keys_.choose(Keys::Choice::exactly_one, std::move(keys));
    return *this;
  }

  Object& at_most_one_of(std::vector<std::string> keys) {
    keys_.choose(Keys::Choice::at_most_one, std::move(keys));
    return *this;
  }

  // A rule across keys.
  Object& check(std::function<void(const T&, const Node&, Faults&)> rule) {
    checks_.push_back(std::move(rule));
    return *this;
  }

  std::optional<T> decode(const Node& map, Faults& faults) const {
    T value{};
    const auto decode_key = [&](std::size_t index, const Node& node) {
      return fields_[index](node, value, faults);
    };
    if (!keys_.read(map, faults, decode_key)) return std::nullopt;
    const std::size_t errors = faults.errors();
    for (const auto& check : checks_) check(value, map, faults);
    if (faults.errors() != errors) return std::nullopt;
    return value;
  }

  Schema schema(Definitions& definitions) const { return keys_.schema(definitions); }

 private:
  template <class U>
  friend class Object;
  using DecodeField = std::function<bool(const Node&, T&, Faults&)>;

  template <class M>
  static Key describe(std::string_view key, std::string_view doc, const Type<M>& type) {
    Key out{std::string(key), std::string(doc)};
    out.passes_null = (type.shapes() & shape(Kind::null)) != 0;
    out.schema = [type](Definitions& definitions) { return type.schema(definitions); };
    return out;
  }

  template <class M>
  static DecodeField assign(M T::* member, Type<M> type) {
    return [member, type = std::move(type)](const Node& node, T& into, Faults& faults) {
      std::optional<M> value = type.decode(node, faults);
      if (value) into.*member = std::move(*value);
      return value.has_value();
    };
  }

  Object& add(Key key, DecodeField field) {
    keys_.add(std::move(key));
    fields_.push_back(std::move(field));
    return *this;
  }

  Keys keys_;
  std::vector<DecodeField> fields_;  // beside keys_
  std::vector<std::function<void(const T&, const Node&, Faults&)>> checks_;
};

template <class T>
Type<T> object(Object<T> description) {
  const auto shared = std::make_shared<const Object<T>>(std::move(description));
  auto decode = [shared](const Node& node, Faults& faults) { return shared->decode(node, faults); };
  auto schema = [shared](Definitions& definitions) { return shared->schema(definitions); };
  return Type<T>({shape(Kind::map), "a map", std::move(decode), std::move(schema)});
}

// The whole JSON Schema of a configuration that is one such value.
std::string schema_text(const std::function<Schema(Definitions&)>& describe);

template <class M>
std::string schema_of(const Type<M>& type) {
  return schema_text([&](Definitions& definitions) { return type.schema(definitions); });
}

}  // namespace jg::config
