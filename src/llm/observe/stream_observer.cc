#include "llm/observe/stream_observer.h"

#include "llm/observe/usage.h"

namespace jg::llm {

void StreamObserver::feed(std::string_view bytes, SteadyTime now) {
  while (const auto event = events_.next(bytes)) read_event(event->data, now);
}

void StreamObserver::read_event(std::string_view data, SteadyTime now) {
  // After the first token nearly every event is one more token; only usage is of interest then.
  const bool is_awaited = !record_.time_to_first_token || record_.response_model.empty();
  if (!is_awaited && data.find("\"usage\"") == std::string_view::npos) return;
  const json::Limits limits{.bytes = limit_, .duplicates = json::Duplicates::allow};
  const auto document = json::Document::parse(data, limits);
  if (!document) return;  // `[DONE]`, or something that is no concern of ours
  const json::Value event = document->root();
  const auto response = event.find("response");  // events of a response carry the object itself
  read_usage(response.value_or(event), record_);
  if (!record_.time_to_first_token && carries_token(event))
    record_.time_to_first_token = now - begun_;
}

}  // namespace jg::llm
