#include "mcp/part.h"

namespace jg::mcp {

Part::Part(const exchange::Exchange& whole) : exchange_(whole.worker) {
  exchange_.request = whole.request;
  exchange_.buffered_body.emplace();
  exchange_.buffer_bytes = whole.buffer_bytes;
  exchange_.source = whole.source;
  exchange_.destination = whole.destination;
  exchange_.received = whole.received;
  exchange_.facts = whole.facts;
  exchange_.route = whole.route;
  exchange_.matched_prefix = whole.matched_prefix;
  exchange_.secret_fields = whole.secret_fields;
  exchange_.tls = whole.tls;
  exchange_.record.mcp = whole.record.mcp;
}

Task<void> Part::settle() {
  const http::BodyOwner& body = exchange_.response.body;
  if (body && !body->is_settled()) co_await body->settle();
}

void Part::renew(std::string body) {
  exchange::Response& response = exchange_.response;
  response.body.reset();
  response.head.fields.clear();
  response.head.status = 200;
  response.head.reason = {};
  exchange_.buffered_body = std::move(body);
}

void Part::abort() {
  exchange_.cancel.cancel();
  if (exchange_.response.body) exchange_.response.body->cancel();
}

PartLimit::PartLimit(Part& part, std::chrono::milliseconds time) : part_(part) {
  set(part.exchange().worker.loop.deadlines(), time);
}

void PartLimit::on_expired() {
  is_over_ = true;
  part_.abort();
}

}  // namespace jg::mcp
