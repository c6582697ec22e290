// Configuration text of any kind is parsed and decoded without a crash, a leak of a variable's
// value or a fault that goes untold.
#include <cstdint>
#include <cstdlib>

#include "config/schema.h"
#include "config/sources.h"

namespace {

using namespace std::string_view_literals;
namespace config = jg::config;

struct Inner {
  std::string name;
  std::optional<std::chrono::milliseconds> wait;
  std::optional<config::TextSource> keys;
  double share = 0;
};

struct Outer {
  std::vector<std::pair<std::string, Inner>> inner;
  std::vector<std::string> names;
  std::optional<std::uint16_t> port;
  std::vector<config::DynamicValue> policies;
};

config::Type<Outer> outer_type() {
  using namespace config;
  const auto inner = object(Object<Inner>("Inner", "")
                                .required("name", &Inner::name, filled_text(), "")
                                .optional("wait", &Inner::wait, duration(), "")
                                .optional("keys", &Inner::keys, file_or_inline(), "")
                                .optional("share", &Inner::share, number(0, 1), ""));
  return object(Object<Outer>("Outer", "")
                    .optional("inner", &Outer::inner, map_of(inner), "")
                    .optional("names", &Outer::names, one_or_many(text()), "")
                    .optional("port", &Outer::port, port(), "")
                    .dynamic(&Outer::policies, {dynamic_key("policy", "", inner)})
                    .not_yet({"later"}));
}

void require(bool holds) {
  if (!holds) std::abort();
}

void visit(const config::Node& node) {
  static_cast<void>(node.path().size() + node.shown().size());
  static_cast<void>(node.mark_at(node.text().size() / 2));
  for (const config::Node child : node.children()) visit(child);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const config::Type<Outer> type = outer_type();
  constexpr auto kSecret = "hunter2hunter2"sv;
  const std::string input(reinterpret_cast<const char*>(data), size);
  const config::Environment environment = [&](std::string_view name) -> std::optional<std::string> {
    if (name.starts_with('S')) return std::string(kSecret);
    return std::nullopt;
  };
  config::Limits limits;
  limits.nodes = 10'000;
  limits.expanded_bytes = 1 << 16;
  config::Faults faults;
  const auto document = config::Document::parse({"f", input}, environment, faults, limits);
  require(document.has_value() || faults.has_errors());
  if (document) {
    visit(document->root());
    const bool was_good = !faults.has_errors();
    const auto value = type.decode(document->root(), faults);
    require(value.has_value() || faults.has_errors());
    require(!was_good || value.has_value() == !faults.has_errors());
  }
  if (input.find(kSecret) == std::string::npos)
    require(faults.text().find(kSecret) == std::string::npos);
  return 0;
}
