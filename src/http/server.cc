#include "http/server.h"

namespace jg::http {

std::string Addresses::peer_text() const {
  const bool v6 = peer.find(':') != std::string::npos;
  return (v6 ? "[" + peer + "]" : peer) + ":" + std::to_string(peer_port);
}

}  // namespace jg::http
