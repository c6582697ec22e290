#include "policies/jwt/public_document.h"

namespace jg::policies::jwt {

bool answer_preliminary(exchange::Exchange& exchange, std::string_view method) {
  http::ResponseHead& head = exchange.response.head;
  const std::string_view asked = exchange.request.method;
  const bool is_get = method == "GET";
  const std::string_view methods = is_get ? "GET, HEAD" : method;
  exchange.record.reason = "DirectResponse";
  if (asked == method || (is_get && asked == "HEAD")) return false;
  if (asked == "OPTIONS") {
    head.status = 204;
    head.fields.add("access-control-allow-origin", "*");
    head.fields.add("access-control-allow-methods", methods);
    head.fields.add("access-control-allow-headers", "*");
    return true;
  }
  head.status = 405;
  head.fields.add("allow", exchange.arena.copy(std::string(methods) + ", OPTIONS"));
  return true;
}

void answer_json(exchange::Exchange& exchange, int status, std::string json) {
  http::ResponseHead& head = exchange.response.head;
  head.status = status;
  head.fields.add("access-control-allow-origin", "*");
  head.fields.add("content-type", "application/json");
  exchange.response.set_text(std::move(json));
}

}  // namespace jg::policies::jwt
