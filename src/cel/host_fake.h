// cel/host_fake.h - variables for tests: JSON roots by slot, and an object that counts its reads.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/object.h"
#include "cel/program.h"

namespace jg::cel {

class FakeActivation final : public Activation {
 public:
  void set(std::size_t slot, Value value) { values_[slot] = value; }
  Value root(std::size_t slot, Arena&) const override {
    const auto found = values_.find(slot);
    return found == values_.end() ? Value::null() : found->second;
  }

 private:
  std::map<std::size_t, Value> values_;
};

class FakeObject final : public Object {
 public:
  FakeObject(std::vector<std::pair<std::string, std::string>> fields)
      : fields_(std::move(fields)) {}

  std::optional<Value> field(std::string_view name, Arena&) const override {
    ++reads_;
    for (const auto& [key, value] : fields_) {
      if (key == name) return Value::string(value);
    }
    return std::nullopt;
  }
  std::optional<std::size_t> size() const override { return fields_.size(); }
  Entry member(std::size_t index, Arena&) const override {
    return {Value::string(fields_[index].first), Value::string(fields_[index].second)};
  }
  std::optional<Value> call(std::string_view method, std::span<const Value> arguments,
                            Arena& arena) const override {
    if (method != "cookie" || arguments.size() != 1) return std::nullopt;
    return Value::string(arena.copy("cookie:" + std::string(arguments[0].as_text())));
  }
  int reads() const { return reads_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
  mutable int reads_ = 0;
};

inline constexpr std::array kFakeMethods = {Function{.name = "cookie",
                                                     .style = Style::method,
                                                     .signature = "map, string -> string",
                                                     .says = "a test's"}};

// A gateway in small: `request` an object, `jwt` claims from JSON text, `source` absent.
class FakeHost {
 public:
  explicit FakeHost(std::string_view claims = "{}", Options options = {})
      : environment(std::move(options)), document(json::Document::parse(claims)) {
    activation.set(environment.declare("request", {"path", "method", "headers"}),
                   Value::object(request));
    activation.set(environment.declare("jwt"), Value::json(document->root()));
    environment.declare("source");
    environment.add(kFakeMethods);
  }

  // The value of an expression that compiles; otherwise an error.
  Value eval(std::string_view text, const Limits& limits = {}) {
    auto program = compile(text, environment);
    if (!program) return Value::error(ErrorCode::failed, "does not compile");
    programs.push_back(std::move(*program));
    return programs.back().evaluate(activation, arena, limits);
  }
  // As text: "true", "3", "cel.no_such_key", or toJson of anything larger.
  std::string show(std::string_view text) {
    const Value v = eval(text);
    if (v.is_error()) return code_of(v.code());
    if (v.is(Kind::string)) return std::string(v.as_text());
    const Value written = eval("toJson(" + std::string(text) + ")");
    return written.is_error() ? code_of(written.code()) : std::string(written.as_text());
  }

  Environment environment;
  Result<json::Document> document;
  FakeObject request{{{"path", "/admin"}, {"method", "GET"}}};
  FakeActivation activation;
  std::vector<Program> programs;
  Arena arena;
};

}  // namespace jg::cel
