// {full: host:port}, {host: name}, {port: number}, auto or none; {full: /path} or {prefix: /path}.
#include "config/schema.h"
#include "exchange/url_change.h"
#include "http/uri.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;
using config::Object;

struct AuthorityMap {
  std::optional<std::string> full;
  std::optional<std::string> host;
  std::optional<std::uint16_t> port;
};

struct PathMap {
  std::optional<std::string> full;
  std::optional<std::string> prefix;
};

enum class PortMay : std::uint8_t { stand, not_stand };

config::Type<std::string> host_type(PortMay port) {
  return config::filled_text().then<std::string>(
      [port](std::string text, const Node& node, Faults& faults) -> std::optional<std::string> {
        const auto parsed = http::parse_authority(text);
        if (parsed && !parsed->host.empty() && (port == PortMay::stand || !parsed->port))
          return text;
        faults.add(node, "found " + node.shown() + "; expected a host" +
                             (port == PortMay::stand ? " or host:port" : " without a port"));
        return std::nullopt;
      });
}

// In the form that requests' paths are brought into, so that nobody can be led around a rule.
config::Type<std::string> path_type() {
  return config::filled_text().then<std::string>(
      [](std::string text, const Node& node, Faults& faults) -> std::optional<std::string> {
        Arena arena;
        const auto canonical = http::canonical_path(text, arena);
        const bool is_path = text.find_first_of("?#") == std::string::npos;
        if (canonical && *canonical == text && is_path) return text;
        faults.add(node, "found " + node.shown() +
                             "; expected a path that begins with / and has neither query, dot "
                             "segments nor needless percent-encoding");
        return std::nullopt;
      });
}

AuthorityChange from_map(AuthorityMap map) {
  using Kind = AuthorityChange::Kind;
  if (map.full) return {Kind::full, std::move(*map.full), 0};
  if (map.host) return {Kind::host, std::move(*map.host), 0};
  return {Kind::port, {}, *map.port};
}

PathChange change_from(PathMap map) {
  using Kind = PathChange::Kind;
  if (map.full) return {Kind::full, std::move(*map.full)};
  return {Kind::prefix, std::move(*map.prefix)};
}

}  // namespace

config::Type<AuthorityChange> authority_change_type() {
  using Kind = AuthorityChange::Kind;
  const auto map =
      config::object(
          Object<AuthorityMap>("AuthorityChange", "Another host or port.")
              .optional("full", &AuthorityMap::full, host_type(PortMay::stand),
                        "Host, or host:port.")
              .optional("host", &AuthorityMap::host, host_type(PortMay::not_stand),
                        "The host; the port stays.")
              .optional("port", &AuthorityMap::port, config::port(), "The port; the host stays.")
              .exactly_one_of({"full", "host", "port"}))
          .then<AuthorityChange>([](AuthorityMap value, const Node&, Faults&) {
            return std::optional(from_map(std::move(value)));
          });
  const auto word = config::enumeration<Kind>({{"auto", Kind::automatic}, {"none", Kind::none}})
                        .then<AuthorityChange>([](Kind kind, const Node&, Faults&) {
                          return std::optional(AuthorityChange{kind, {}, 0});
                        });
  return config::one_of<AuthorityChange>({map, word});
}

config::Type<PathChange> path_change_type() {
  return config::object(Object<PathMap>("PathChange", "Another path; the query stays.")
                            .optional("full", &PathMap::full, path_type(), "The whole path.")
                            .optional("prefix", &PathMap::prefix, path_type(),
                                      "In the place of the prefix that the route matched by.")
                            .exactly_one_of({"full", "prefix"}))
      .then<PathChange>([](PathMap value, const Node&, Faults&) {
        return std::optional(change_from(std::move(value)));
      });
}

}  // namespace jg::exchange
