// exchange/load_fake.h - a piece of YAML and what loading needs, for tests of policies'
// configuration.
#pragma once

#include <map>
#include <string>

#include "base/clock_fake.h"
#include "exchange/feature.h"

namespace jg::exchange {

class LoadFake {
 public:
  explicit LoadFake(std::string yaml,
                    std::map<std::string, std::string, std::less<>> variables = {})
      : environment_([variables = std::move(variables)](
                         std::string_view name) -> std::optional<std::string> {
          const auto found = variables.find(name);
          return found == variables.end() ? std::nullopt : std::optional(found->second);
        }),
        document_(config::Document::parse({"config.yaml", std::move(yaml)}, environment_, faults)) {
  }

  config::Node root() const { return document_ ? document_->root() : config::Node(); }
  LoadContext context() const { return {clock, ".", 1, environment_}; }

  FakeClock clock{std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000))};
  config::Faults faults;

 private:
  config::Environment environment_;
  std::optional<config::Document> document_;
};

}  // namespace jg::exchange
