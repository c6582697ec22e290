#include "policies/cors/config.h"

#include <algorithm>
#include <chrono>

#include "config/schema.h"
#include "http/grammar.h"

namespace jg::policies::cors {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using Texts = std::vector<std::string>;

struct CorsMap {
  Texts origins;
  Names methods;
  Names headers;
  Names exposed;
  bool with_credentials = false;
  std::optional<std::chrono::seconds> max_age;
};

std::string join(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out.append(out.empty() ? "" : ", ").append(text);
  return out;
}

// Methods and names of fields are both tokens (RFC 9110 sections 5.1 and 9.1).
config::Type<Names> names_type() {
  const auto name = config::filled_text().then<std::string>(
      [](std::string text, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (http::is_token(text)) return text;
        faults.add(node, "found " + node.shown() + "; expected letters, digits and dashes, or *");
        return std::nullopt;
      });
  return config::list_of(name).then<Names>([](const Texts& texts, const Node&, Faults&) {
    Names out;
    if (std::ranges::find(texts, "*") != texts.end())
      out = {Names::Kind::any, "*"};
    else if (!texts.empty())
      out = {Names::Kind::these, join(texts)};
    return std::optional(std::move(out));
  });
}

config::Type<CorsMap> map_type() {
  return config::object(
      Object<CorsMap>("Cors", "Which web pages of other origins may read answers.")
          .optional("allowOrigins", &CorsMap::origins, config::list_of(config::filled_text()),
                    "Their origins: https://app.example.com, https://*.example.com, or * for all.")
          .optional("allowMethods", &CorsMap::methods, names_type(),
                    "Methods they may use; * for any.")
          .optional("allowHeaders", &CorsMap::headers, names_type(),
                    "Fields they may send; * for any.")
          .optional("exposeHeaders", &CorsMap::exposed, names_type(),
                    "Fields of answers that they may read; * for any.")
          .optional("allowCredentials", &CorsMap::with_credentials, config::boolean(),
                    "Whether they may send the caller's cookies and the like.")
          .optional("maxAge", &CorsMap::max_age, config::duration<std::chrono::seconds>(),
                    "How long a browser may keep the answer to its question."));
}

Settings make_settings(CorsMap map, const Node& node, Faults& faults) {
  Settings out;
  out.shown = join(map.origins);
  out.any_origin = std::ranges::find(map.origins, "*") != map.origins.end();
  for (std::size_t i = 0; i < map.origins.size() && !out.any_origin; ++i) {
    if (auto pattern = OriginPattern::parse(map.origins[i]))
      out.origins.push_back(std::move(*pattern));
    else
      faults.warn(
          *node.find("allowOrigins"),
          config::quoted(map.origins[i]) +
              " is no origin, so none fits it; write http(s)://host or http(s)://host:port");
  }
  out.methods = std::move(map.methods);
  out.headers = std::move(map.headers);
  out.exposed = std::move(map.exposed);
  out.with_credentials = map.with_credentials;
  if (map.max_age) out.max_age = std::to_string(map.max_age->count());
  return out;
}

}  // namespace

config::Type<Settings> settings_type() {
  return map_type().then<Settings>([](CorsMap map, const Node& node, Faults& faults) {
    return std::optional(make_settings(std::move(map), node, faults));
  });
}

}  // namespace jg::policies::cors
