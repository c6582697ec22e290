#include "policies/jwt/remote_source.h"

#include <algorithm>

#include "fetch/network.h"
#include "fetch/url.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using namespace std::chrono_literals;

constexpr const char* kWellKnown = "/.well-known/openid-configuration";

config::Type<std::string> url_type() {
  return config::filled_text().then<std::string>([](std::string url, const Node& node,
                                                    Faults& faults) -> std::optional<std::string> {
    if (fetch::parse_url(url)) return url;
    faults.add(node,
               "found " + node.shown() + "; expected a URL that begins with https:// or http://");
    return std::nullopt;
  });
}

// Absent and `false` are the same; `true` is the issuer's own.
config::Type<std::string> discovery_type() {
  const auto own = config::boolean().then<std::string>(
      [](bool wanted, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (wanted) return std::string();
        faults.add(node, "found false; expected true, a URL, or no such key");
        return std::nullopt;
      });
  return config::one_of<std::string>({own, url_type()});
}

config::Type<std::string> network_type() {
  return config::filled_text().then<std::string>([](std::string text, const Node& node,
                                                    Faults& faults) -> std::optional<std::string> {
    if (fetch::Network::parse(text)) return text;
    faults.add(
        node, "found " + node.shown() + "; expected an IP address or a network such as 10.0.0.0/8");
    return std::nullopt;
  });
}

void check(const KeyPlace& place, const Node& node, Faults& faults) {
  if (place.min_refresh > place.max_refresh)
    faults.add(node, "`minRefresh` is longer than `maxRefresh`");
  if (!place.file) return;
  for (const Node child : node.children())
    if (child.key() != "file") faults.add(child, "says nothing of a file");
}

config::Object<KeyPlace> key_place_object() {
  return config::Object<KeyPlace>("JwksSource", "Where a key set is.")
      .optional("file", &KeyPlace::file, config::file_path(),
                "Path, relative to the working directory; a change of the file is picked up.")
      .optional("url", &KeyPlace::url, url_type(), "Where it is fetched.")
      .optional("discovery", &KeyPlace::discovery, discovery_type(),
                "true: by the issuer's OpenID discovery document. Or that document's URL.")
      .exactly_one_of({"file", "url", "discovery"})
      .optional("timeout", &KeyPlace::timeout,
                config::duration<std::chrono::milliseconds>(100ms, 60s),
                "For one fetch, redirects included.")
      .optional("minRefresh", &KeyPlace::min_refresh,
                config::duration<std::chrono::seconds>(1s, 24h),
                "What is fetched is used so long at least, whatever its server says.")
      .optional("maxRefresh", &KeyPlace::max_refresh,
                config::duration<std::chrono::seconds>(1s, 24h),
                "It is fetched anew after so long at most, whatever its server says.")
      .optional("maxStale", &KeyPlace::max_stale,
                config::duration<std::chrono::seconds>(0s, 31 * 24h),
                "How long keys are used beyond that while they cannot be fetched.")
      .optional("unknownKeyInterval", &KeyPlace::unknown_key_interval,
                config::duration<std::chrono::milliseconds>(100ms, 1h),
                "Tokens with an unknown kid cause one fetch in this time, in the long run.")
      .optional("unknownKeyWait", &KeyPlace::unknown_key_wait,
                config::duration<std::chrono::milliseconds>(100ms, 30s),
                "How long a request with such a token waits for that fetch.")
      .optional("root", &KeyPlace::root, config::file_path(),
                "The file of the certificates to trust; the system's by default.")
      .optional("denyPrivateAddresses", &KeyPlace::deny_private_addresses, config::boolean(),
                "Whether loopback and private addresses are never connected to. Link-local and "
                "metadata addresses never are.")
      .optional("allowAddresses", &KeyPlace::allow_addresses,
                config::list_of(network_type(), config::Emptiness::refused),
                "Addresses and networks that may be connected to whatever else is said.")
      .ours({"discovery", "timeout", "minRefresh", "maxRefresh", "maxStale", "unknownKeyInterval",
             "unknownKeyWait", "root", "denyPrivateAddresses", "allowAddresses"})
      .check(check);
}

std::string well_known_of(std::string issuer) {
  if (issuer.ends_with('/')) issuer.pop_back();
  return issuer + kWellKnown;
}

}  // namespace

config::Type<KeyPlace> key_place_type() {
  return config::object(key_place_object())
      .then<KeyPlace>([](KeyPlace place, const Node& node, Faults&) {
        place.place = node.place();
        return std::optional(std::move(place));
      });
}

std::optional<keys::RemoteSettings> make_remote(const KeyPlace& place, const std::string& issuer,
                                                const exchange::LoadContext& context,
                                                Faults& faults) {
  keys::RemoteSettings out;
  if (place.url) {
    out.url = *place.url;
  } else {
    out.issuer = issuer;
    out.url = place.discovery->empty() ? well_known_of(issuer) : *place.discovery;
    if (!fetch::parse_url(out.url)) {
      faults.add(place.place, "the issuer is no URL, so its discovery document must be named");
      return std::nullopt;
    }
  }
  if (place.root) {
    const config::FileReader files(context.working_directory);
    context.watched->add(files.resolve(place.root->value));
    auto roots = files.read(*place.root, faults);
    if (!roots) return std::nullopt;
    out.roots = std::move(roots->text);
  }
  out.time = place.timeout;
  out.lifetimes.least = place.min_refresh;
  out.lifetimes.most = place.max_refresh;
  out.lifetimes.stale = place.max_stale;
  out.unknown_interval = place.unknown_key_interval;
  out.unknown_wait = place.unknown_key_wait;
  out.refuses_private = place.deny_private_addresses;
  out.allowed_addresses = place.allow_addresses;
  return out;
}

}  // namespace jg::policies::jwt
