// llm/observe/json_observer.h - reads usage from an answer that is one JSON object.
#pragma once

#include <string>

#include "llm/observe/observer.h"
#include "telemetry/record.h"

namespace jg::llm {

class JsonObserver final : public Observer {
 public:
  explicit JsonObserver(telemetry::LlmRecord& record, std::size_t limit = kMostObserved)
      : record_(record), limit_(limit) {}

  void feed(std::string_view bytes, SteadyTime now) override;
  void end() override;

 private:
  telemetry::LlmRecord& record_;
  std::size_t limit_;
  std::string text_;
  bool is_over_ = false;
};

}  // namespace jg::llm
