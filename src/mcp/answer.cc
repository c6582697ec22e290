#include "mcp/answer.h"

#include "mcp/event_body.h"
#include "mcp/field.h"

namespace jg::mcp {
namespace {

bool prefers_events(const http::RequestHead& request) {
  const std::string_view accept = request.fields.find("accept").value_or(std::string_view());
  return accept.find(kEvents) < accept.find(kJson);
}

void begin_events(http::ResponseHead& head) {
  head.status = 200;
  head.fields.add("content-type", kEvents);
  head.fields.add("cache-control", "no-cache");
}

}  // namespace

void answer_message(exchange::Exchange& exchange, std::string message) {
  exchange::Response& response = exchange.response;
  if (prefers_events(exchange.request)) {
    begin_events(response.head);
    return response.set_text(event_of(message));
  }
  response.head.status = 200;
  response.head.fields.add("content-type", kJson);
  response.set_text(std::move(message));
}

void answer_events(exchange::Exchange& exchange, http::BodyOwner body) {
  begin_events(exchange.response.head);
  exchange.response.body = std::move(body);
}

}  // namespace jg::mcp
