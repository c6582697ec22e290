#include "app/config/match_type.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/uri.h"

namespace jg::app {
namespace {

using config::Faults;
using config::Node;
using config::Object;

// Each of these holds one spelling; which one it was decides.
struct PathConfig {
  std::optional<std::string> exact;
  std::optional<std::string> prefix;
  std::optional<proxy::Pattern> regex;
};

struct ValueConfig {
  std::optional<std::string> exact;
  std::optional<proxy::Pattern> regex;
};

struct NamedValue {
  std::string name;
  ValueConfig value;
};

config::Type<proxy::Pattern> pattern_type() {
  return config::text().then<proxy::Pattern>([](const std::string& text, const Node& node,
                                                Faults& faults) -> std::optional<proxy::Pattern> {
    auto pattern = proxy::Pattern::compile(text);
    if (pattern) return std::move(*pattern);
    faults.add(node, "not a regular expression of RE2: " + pattern.error().detail);
    return std::nullopt;
  });
}

// Routes are compared with canonical paths, so they are written in that form.
config::Type<std::string> path_type() {
  return config::filled_text().then<std::string>(
      [](const std::string& text, const Node& node, Faults& faults) -> std::optional<std::string> {
        Arena arena;
        const auto canonical = text.starts_with('/')
                                   ? http::canonical_path(text, arena)
                                   : Result<std::string_view>(fail(Blame::config, "uri.bad_path"));
        if (canonical && *canonical == text) return text;
        faults.add(node, "found " + node.shown() +
                             "; expected a path that begins with / in canonical form" +
                             (canonical ? ": " + std::string(*canonical) : std::string()));
        return std::nullopt;
      });
}

config::Type<proxy::PathMatch> path_match_type() {
  return config::object(Object<PathConfig>("PathMatch", "How the path must look.")
                            .optional("exact", &PathConfig::exact, path_type(), "The whole path.")
                            .optional("pathPrefix", &PathConfig::prefix, path_type(),
                                      "Its first segments; whole ones only.")
                            .optional("regex", &PathConfig::regex, pattern_type(),
                                      "A regular expression that covers the whole path.")
                            .exactly_one_of({"exact", "pathPrefix", "regex"}))
      .then<proxy::PathMatch>([](PathConfig config, const Node&, Faults&) {
        proxy::PathMatch match;
        if (config.exact) match = {proxy::PathKind::exact, std::move(*config.exact), {}};
        if (config.prefix) match = {proxy::PathKind::prefix, std::move(*config.prefix), {}};
        if (config.regex)
          match = {proxy::PathKind::regex, config.regex->text(), std::move(config.regex)};
        return std::optional(std::move(match));
      });
}

config::Type<proxy::ValueMatch> value_match_type(std::string_view name, std::string_view doc,
                                                 bool fold_case) {
  const auto value =
      config::object(Object<ValueConfig>("ValueMatch", "How a value must look.")
                         .optional("exact", &ValueConfig::exact, config::text(), "The whole value.")
                         .optional("regex", &ValueConfig::regex, pattern_type(),
                                   "A regular expression that covers the whole value.")
                         .exactly_one_of({"exact", "regex"}));
  return config::object(Object<NamedValue>(name, doc)
                            .required("name", &NamedValue::name, config::filled_text(), "Its name.")
                            .required("value", &NamedValue::value, value, "What it must be."))
      .then<proxy::ValueMatch>([fold_case](NamedValue config, const Node&, Faults&) {
        proxy::ValueMatch match;
        match.name = fold_case ? ascii::lower(config.name) : std::move(config.name);
        match.exact = std::move(config.value.exact);
        match.pattern = std::move(config.value.regex);
        return std::optional(std::move(match));
      });
}

}  // namespace

config::Type<proxy::RouteMatch> match_type() {
  using proxy::RouteMatch;
  return config::object(
      Object<RouteMatch>("RouteMatch", "What a request must have, all of it.")
          .optional("path", &RouteMatch::path, path_match_type(),
                    "The path; every path by default.")
          .optional("method", &RouteMatch::method, config::filled_text(),
                    "The method, for example GET.")
          .optional(
              "headers", &RouteMatch::headers,
              config::list_of(value_match_type("HeaderMatch", "A header of the request.", true)),
              "Headers; of a repeated one any value may fit.")
          .optional("query", &RouteMatch::query,
                    config::list_of(value_match_type("QueryMatch", "A query parameter.", false)),
                    "Query parameters; of a repeated one the last counts."));
}

config::Type<std::string> hostname_type() {
  return config::filled_text().then<std::string>(
      [](const std::string& text, const Node& node, Faults& faults) -> std::optional<std::string> {
        const bool inner_star = text.find('*', 1) != std::string::npos;
        const bool star_alone = text.starts_with('*') && text != "*" && !text.starts_with("*.");
        const bool bad = std::ranges::any_of(text, [](char c) {
          return !ascii::is_alnum(c) && std::string_view("-._*").find(c) == std::string_view::npos;
        });
        if (!inner_star && !star_alone && !bad) return ascii::lower(text);
        faults.add(node, "found " + node.shown() + "; expected a host name, *.suffix or *");
        return std::nullopt;
      });
}

}  // namespace jg::app
