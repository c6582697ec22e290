#include "http/h2/websocket.h"

#include "base/base64.h"
#include "base/random.h"

namespace jg::http::h2 {

bool is_websocket(const RequestControl& control) { return control.protocol == "websocket"; }

void make_upgrade(RequestHead& head, Arena& arena) {
  constexpr std::size_t kNonce = 16;
  head.method = "GET";
  head.fields.set("upgrade", "websocket");
  head.fields.set("sec-websocket-key", arena.copy(base64_encode(random_bytes(kNonce))));
}

ResponseHead make_opening(const ResponseHead& head) {
  ResponseHead opening = head;
  opening.status = 200;
  opening.reason = {};
  opening.fields.remove("sec-websocket-accept");
  return opening;
}

}  // namespace jg::http::h2
