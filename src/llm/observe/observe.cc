#include "llm/observe/observe.h"

#include "base/ascii.h"
#include "llm/observe/json_observer.h"
#include "llm/observe/observed_body.h"
#include "llm/observe/stream_observer.h"

namespace jg::llm {
namespace {

bool is_coded(const http::Fields& fields) {
  const auto coding = fields.find("content-encoding");
  return coding && !ascii::iequals(ascii::trim(*coding), "identity");
}

std::unique_ptr<Observer> make_observer(std::string_view content_type, telemetry::LlmRecord& record,
                                        SteadyTime begun) {
  const std::string_view type = ascii::trim(content_type.substr(0, content_type.find(';')));
  if (ascii::iequals(type, "text/event-stream"))
    return std::make_unique<StreamObserver>(record, begun);
  if (ascii::iequals(type, "application/json")) return std::make_unique<JsonObserver>(record);
  return nullptr;
}

}  // namespace

void observe_answer(exchange::Exchange& exchange, SteadyTime begun) {
  exchange::Response& response = exchange.response;
  const bool is_success = response.head.status >= 200 && response.head.status < 300;
  if (!is_success || !response.body || is_coded(response.head.fields)) return;
  auto observer = make_observer(response.head.fields.find("content-type").value_or(""),
                                *exchange.record.llm, begun);
  if (!observer) return;
  response.body = http::BodyOwner(
      new ObservedBody(std::move(response.body), std::move(observer), exchange.worker.clock));
}

}  // namespace jg::llm
