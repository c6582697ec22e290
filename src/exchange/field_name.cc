#include "exchange/field_name.h"

#include "base/ascii.h"
#include "exchange/gateway_field.h"
#include "http/grammar.h"

namespace jg::exchange {

std::optional<std::string> read_field_name(std::string_view name, const config::Node& node,
                                           config::Faults& faults) {
  const auto refuse = [&](const std::string& why) {
    faults.add(node, config::quoted(name) + ": " + why);
    return std::nullopt;
  };
  if (name.starts_with(':') && http::is_token(name.substr(1)))
    return refuse("agentgateway knows pseudo-headers here; jotgate does not honour them yet");
  if (!http::is_token(name)) return refuse("expected a field's name: letters, digits and dashes");
  std::string lower = ascii::lower(name);
  if (lower == "host")
    return refuse("jotgate does not honour it yet here; urlRewrite's authority says it");
  if (is_gateway_field(lower))
    return refuse("this field is the gateway's own, which delimits messages and connections by it");
  return lower;
}

}  // namespace jg::exchange
