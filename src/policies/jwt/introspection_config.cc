#include "policies/jwt/introspection_config.h"

#include "base/base64.h"
#include "base/digest.h"
#include "http/uri.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

void check(const IntrospectionMap& map, const Node& node, Faults& faults) {
  if (map.client_id.has_value() != map.client_secret.has_value())
    faults.add(node, "clientId and clientSecret belong together");
}

// RFC 6749 section 2.3.1: each is encoded before they are joined.
Secret basic(const std::string& id, const Secret& secret) {
  return Secret("Basic " + base64_encode(http::percent_encode(id) + ':' +
                                         http::percent_encode(secret.reveal())));
}

// All that an answer depends on.
std::string name_of(const IntrospectionSettings& settings) {
  const fetch::Transport& transport = settings.transport;
  std::string all = settings.issuer;
  for (const std::string_view part :
       {std::string_view(settings.url), settings.authorization.reveal(),
        std::string_view(transport.roots), std::string_view(transport.certificate),
        transport.key.reveal(), transport.proxy.reveal()})
    all.append("\n").append(std::to_string(part.size())).append(" ").append(part);
  all += '\n' + std::to_string(settings.cache_time.count()) + ' ' +
         std::to_string(transport.time.count()) +
         (transport.addresses.refuses_private ? " private refused" : "");
  for (const fetch::Network& network : transport.addresses.allowed) {
    all += '\n' + std::to_string(network.bits()) + ' ';
    all.append(network.first().begin(), network.first().end());
  }
  return std::string(text_of(sha256(all)));
}

}  // namespace

config::Type<IntrospectionMap> introspection_type() {
  config::Object<IntrospectionMap> described("Introspection",
                                             "An endpoint that says what tokens are (RFC 7662).");
  described.required("url", &IntrospectionMap::url, url_type(), "Where it is asked.")
      .optional("clientId", &IntrospectionMap::client_id, config::filled_text(),
                "As whom the gateway asks.")
      .optional("clientSecret", &IntrospectionMap::client_secret, config::file_or_inline(),
                "The secret of that client, or {file: path}.")
      .optional("cacheTime", &IntrospectionMap::cache_time, config::duration<milliseconds>(1s, 1h),
                "How long an answer counts; never beyond the token's exp.")
      .include(&IntrospectionMap::transport, transport_object())
      .ours({"url", "clientId", "clientSecret", "cacheTime"})
      .never_empty({"clientId", "clientSecret"})
      .check(check);
  return config::object(std::move(described))
      .then<IntrospectionMap>([](IntrospectionMap map, const Node& node, Faults&) {
        map.place = node.place();
        return std::optional(std::move(map));
      });
}

std::shared_ptr<const Introspection> make_introspection(const IntrospectionMap& map,
                                                        const std::string& issuer,
                                                        const exchange::LoadContext& context,
                                                        Faults& faults) {
  const auto store = context.states->keep<keys::Store>({}, [] { return nullptr; });
  if (!store) {
    faults.add(map.place, "nobody is asked here");
    return nullptr;
  }
  auto transport = make_transport(map.transport, context, faults);
  if (!transport) return nullptr;
  IntrospectionSettings settings{.issuer = issuer,
                                 .url = map.url,
                                 .authorization = {},
                                 .cache_time = map.cache_time,
                                 .transport = std::move(*transport)};
  if (map.client_secret) {
    const config::FileReader files(context.working_directory);
    if (map.client_secret->from == config::TextSource::From::file)
      context.watched->add(files.resolve(map.client_secret->value));
    const auto secret = files.read_secret(*map.client_secret, faults);
    if (!secret) return nullptr;
    settings.authorization = basic(*map.client_id, *secret);
  }
  return context.states->keep<Introspection>(name_of(settings), [&] {
    return std::make_shared<const Introspection>(
        std::move(settings),
        [store](fetch::Request request, fetch::Transfers::Done done) {
          store->fetch(std::move(request), std::move(done));
        },
        context.clock, context.workers);
  });
}

}  // namespace jg::policies::jwt
