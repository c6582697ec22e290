#include "http/server.h"

#include <algorithm>
#include <charconv>

namespace jg::http {

std::string Addresses::peer_text() const {
  Arena arena;
  return std::string(peer_text(arena));
}

std::string_view Addresses::peer_text(Arena& arena) const {
  constexpr std::size_t kDigits = 5;
  const bool v6 = peer.find(':') != std::string::npos;
  char* const text = static_cast<char*>(arena.allocate(peer.size() + sizeof "[]:" + kDigits, 1));
  char* to = text;
  if (v6) *to++ = '[';
  to = std::copy(peer.begin(), peer.end(), to);
  if (v6) *to++ = ']';
  *to++ = ':';
  to = std::to_chars(to, to + kDigits, peer_port).ptr;
  return {text, static_cast<std::size_t>(to - text)};
}

}  // namespace jg::http
