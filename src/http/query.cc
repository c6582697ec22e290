#include <algorithm>

#include "http/uri.h"

namespace jg::http {
namespace {

// WHATWG URL, application/x-www-form-urlencoded parsing: '+' is a space, and a '%' that begins no
// triplet stands for itself; a query is never refused for its encoding.
std::string form_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const auto byte = text[i] == '%' ? percent_decode(text.substr(i, 3)) : std::nullopt;
        byte && byte->size() == 1) {
      out += *byte;
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

// Takes the next parameter off the front of `query`.
std::string_view take_parameter(std::string_view& query) {
  const std::string_view parameter = query.substr(0, query.find('&'));
  query.remove_prefix(std::min(parameter.size() + 1, query.size()));
  return parameter;
}

bool is_named(std::string_view parameter, std::string_view name) {
  return form_decode(parameter.substr(0, parameter.find('='))) == name;
}

}  // namespace

std::optional<std::string> find_query(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view parameter = take_parameter(query);
    if (parameter.empty() || !is_named(parameter, name)) continue;
    const std::size_t equals = std::min(parameter.find('='), parameter.size() - 1);
    return form_decode(parameter.substr(equals + 1));
  }
  return std::nullopt;
}

std::string remove_query(std::string_view query, std::string_view name) {
  std::string out;
  out.reserve(query.size());
  while (!query.empty()) {
    const std::string_view parameter = take_parameter(query);
    if (parameter.empty() || is_named(parameter, name)) continue;
    if (!out.empty()) out += '&';
    out += parameter;
  }
  return out;
}

}  // namespace jg::http
