#include "policies/jwt/remote_source.h"

#include "fetch/url.h"
#include "policies/jwt/urls.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using namespace std::chrono_literals;

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

void check(const KeyPlace& place, const Node& node, Faults& faults) {
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
      .optional("unknownKeyInterval", &KeyPlace::unknown_key_interval,
                config::duration<std::chrono::milliseconds>(100ms, 1h),
                "Tokens with an unknown kid cause one fetch in this time, in the long run.")
      .optional("unknownKeyWait", &KeyPlace::unknown_key_wait,
                config::duration<std::chrono::milliseconds>(100ms, 30s),
                "How long a request with such a token waits for that fetch.")
      .include(&KeyPlace::fetch, fetch_object())
      .ours({"discovery", "unknownKeyInterval", "unknownKeyWait"})
      .check(check);
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
    out.url = place.discovery->empty() ? discovery_url(issuer) : *place.discovery;
    if (!fetch::parse_url(out.url)) {
      faults.add(place.place, "the issuer is no URL, so its discovery document must be named");
      return std::nullopt;
    }
  }
  if (!apply(place.fetch, context, out, faults)) return std::nullopt;
  out.unknown_interval = place.unknown_key_interval;
  out.unknown_wait = place.unknown_key_wait;
  return out;
}

}  // namespace jg::policies::jwt
