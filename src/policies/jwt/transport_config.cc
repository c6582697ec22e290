#include "policies/jwt/transport_config.h"

#include "fetch/url.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using namespace std::chrono_literals;

config::Type<fetch::Network> network_type() {
  return config::filled_text().then<fetch::Network>(
      [](const std::string& text, const Node& node, Faults& faults) {
        auto network = fetch::Network::parse(text);
        if (!network)
          faults.add(node, "found " + node.shown() +
                               "; expected an IP address or a network such as 10.0.0.0/8");
        return network;
      });
}

config::Type<ClientCertificateMap> client_certificate_type() {
  return config::object(
      Object<ClientCertificateMap>("FetchClientCertificate", "What the gateway shows of itself.")
          .required("cert", &ClientCertificateMap::cert, config::file_path(),
                    "The file of the certificate, PEM, with those between it and the root.")
          .required("key", &ClientCertificateMap::key, config::file_path(),
                    "The file of its key, PEM.")
          .ours({"cert", "key"}));
}

// Kept as a secret, since it may hold a password.
config::Type<Secret> proxy_type() {
  return config::filled_text().then<Secret>(
      [](std::string url, const Node& node, Faults& faults) -> std::optional<Secret> {
        if (fetch::parse_url(url)) return Secret(std::move(url));
        faults.add(node, "expected a URL that begins with http:// or https://");
        return std::nullopt;
      });
}

std::optional<std::string> read(const config::TextSource& source,
                                const exchange::LoadContext& context, Faults& faults) {
  const config::FileReader files(context.working_directory);
  context.watched->add(files.resolve(source.value));
  auto loaded = files.read(source, faults);
  if (!loaded) return std::nullopt;
  return std::move(loaded->text);
}

}  // namespace

Object<TransportMap> transport_object() {
  return Object<TransportMap>("Transport", "By which way a server is asked.")
      .optional("timeout", &TransportMap::timeout,
                config::duration<std::chrono::milliseconds>(100ms, 60s),
                "For one fetch, redirects included.")
      .optional("root", &TransportMap::root, config::file_path(),
                "The file of the certificates to trust; the system's by default.")
      .optional("clientCertificate", &TransportMap::client_certificate, client_certificate_type(),
                "The certificate to show to a server that asks for one.")
      .optional("proxy", &TransportMap::proxy, proxy_type(),
                "The URL of an HTTP proxy to go by; none is taken from the environment.")
      .optional("denyPrivateAddresses", &TransportMap::deny_private_addresses, config::boolean(),
                "Whether loopback and private addresses are never connected to. Link-local and "
                "metadata addresses never are.")
      .optional("allowAddresses", &TransportMap::allow_addresses,
                config::list_of(network_type(), config::Emptiness::refused),
                "Addresses and networks that may be connected to whatever else is said.")
      .ours({"timeout", "root", "clientCertificate", "proxy", "denyPrivateAddresses",
             "allowAddresses"})
      .never_empty({"root", "clientCertificate", "proxy"});
}

config::Type<std::string> url_type() {
  return config::filled_text().then<std::string>([](std::string url, const Node& node,
                                                    Faults& faults) -> std::optional<std::string> {
    if (fetch::parse_url(url)) return url;
    faults.add(node,
               "found " + node.shown() + "; expected a URL that begins with https:// or http://");
    return std::nullopt;
  });
}

std::optional<fetch::Transport> make_transport(const TransportMap& map,
                                               const exchange::LoadContext& context,
                                               Faults& faults) {
  fetch::Transport out{
      .time = map.timeout,
      .addresses = {.refuses_private = map.deny_private_addresses, .allowed = map.allow_addresses},
      .proxy = map.proxy.value_or(Secret())};
  const std::size_t errors = faults.errors();
  if (map.root) out.roots = read(*map.root, context, faults).value_or("");
  if (const auto& ours = map.client_certificate) {
    out.certificate = read(ours->cert, context, faults).value_or("");
    out.key = Secret(read(ours->key, context, faults).value_or(""));
  }
  if (faults.errors() != errors) return std::nullopt;
  return out;
}

}  // namespace jg::policies::jwt
