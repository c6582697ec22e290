// llm/observe/stream_observer.h - reads model, usage and the time of the first token from a stream
// of events.
//
// Limits: an event past the limit is not read, the next one is.
#pragma once

#include "http/sse.h"
#include "llm/observe/observer.h"
#include "telemetry/record.h"

namespace jg::llm {

class StreamObserver final : public Observer {
 public:
  // `begun`: when the provider was called.
  StreamObserver(telemetry::LlmRecord& record, SteadyTime begun, std::size_t limit = kMostObserved)
      : record_(record), begun_(begun), events_(limit), limit_(limit) {}

  void feed(std::string_view bytes, SteadyTime now) override;
  void end() override {}

 private:
  void read_event(std::string_view data, SteadyTime now);

  telemetry::LlmRecord& record_;
  SteadyTime begun_;
  http::SseReader events_;
  std::size_t limit_;
};

}  // namespace jg::llm
