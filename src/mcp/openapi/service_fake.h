// mcp/openapi/service_fake.h - a service out of the YAML of its paths, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "mcp/openapi/service.h"

namespace jg::mcp::openapi {

class ServiceFake {
 public:
  // The body of `paths`, each line indented; `more` stands beside it.
  explicit ServiceFake(const std::string& paths, const std::string& more = "") {
    const Teller teller(place_, faults);
    document =
        Document::parse("openapi: 3.1.0\n" + more + "\npaths:\n" + paths, "api.yaml", teller);
    if (document) service = Service::read(*document, teller);
  }

  // What was told, without the configuration's place.
  std::string told() const {
    std::string out;
    for (const config::Fault& fault : faults.sorted()) {
      if (!out.empty()) out += "\n";
      out.append(fault.severity == config::Severity::warning ? "warning: " : "")
          .append(fault.message);
    }
    return out;
  }

  const Operation& only() const {
    EXPECT_TRUE(service) << told();
    EXPECT_EQ(service->operations().size(), 1U) << told();
    return service->operations().front();
  }

  config::Faults faults;
  std::optional<Document> document;
  std::optional<Service> service;

 private:
  const config::Place place_{"config.yaml", {1, 1}, "schema"};
};

}  // namespace jg::mcp::openapi
