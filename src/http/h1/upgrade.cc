#include "http/h1/upgrade.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "http/grammar.h"

namespace jg::http::h1 {
namespace {

// The upgrade to HTTP/2 is gone from RFC 9113 section 3.1; the one to TLS leads to HTTP as well.
bool is_http(std::string_view name) {
  return ascii::iequals(name, "h2c") || ascii::iequals(name, "h2") ||
         ascii::iequals(name, "http") || ascii::iequals(name, "tls");
}

std::string_view name_of(std::string_view protocol) {
  return protocol.substr(0, protocol.find('/'));
}

// name ["/" version]
bool is_other_protocol(std::string_view text) {
  const std::string_view name = name_of(text);
  const bool versioned = name.size() < text.size();
  return is_token(name) && !is_http(name) && (!versioned || is_token(text.substr(name.size() + 1)));
}

template <class Holds>
bool all_of_list(std::string_view list, const Holds& holds) {
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (!holds(ascii::trim(list.substr(0, comma)))) return false;
    if (comma == list.size()) return true;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

bool may_be_tunnelled(const Fields& asked) {
  return asked.count("upgrade") == 1 && all_of_list(*asked.find("upgrade"), is_other_protocol);
}

bool grants_what_was_asked(const Fields& asked, const Fields& granted) {
  if (asked.count("upgrade") != 1 || granted.count("upgrade") != 1) return false;
  const auto was_asked = [&](std::string_view protocol) {
    return !all_of_list(*asked.find("upgrade"), [&](std::string_view one) {
      return !ascii::iequals(name_of(one), name_of(protocol));
    });
  };
  return all_of_list(*granted.find("upgrade"), was_asked);
}

}  // namespace jg::http::h1
