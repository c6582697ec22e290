#include "upstream/tls_config.h"

namespace jg::upstream {
namespace {

using config::Faults;
using config::Node;

// RFC 7301 section 3.1: a name has 1 to 255 bytes.
config::Type<std::string> protocol_name_type() {
  return config::filled_text().then<std::string>(
      [](std::string name, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (name == "h2" || name == "http/1.1") return name;
        faults.add(node, "found " + node.shown() + "; expected h2 or http/1.1");
        return std::nullopt;
      });
}

config::Type<std::string> group_type() {
  return config::filled_text().then<std::string>([](std::string name, const Node& node,
                                                    Faults& faults) -> std::optional<std::string> {
    if (net::is_key_exchange_group(name)) return name;
    faults.add(node,
               name == "X25519_MLKEM768"
                   ? "X25519_MLKEM768 needs OpenSSL 3.5; this is " + std::string(net::tls_library())
                   : "found " + node.shown() + "; expected X25519, P-256 or P-384");
    return std::nullopt;
  });
}

void check(const TlsConfig& tls, const Node& node, Faults& faults) {
  if (tls.cert.has_value() != tls.key.has_value())
    faults.add(node, "`cert` and `key` belong together");
  if (tls.insecure && (tls.root || !tls.alt_names.empty()))
    faults.add(*node.find("insecure"),
               "with `insecure` no certificate is checked, so `root` and `subjectAltNames` would "
               "say nothing");
}

// By the code of what OpenSSL found: the key that names the file at fault.
const config::Place& place_of(const TlsConfig& config, std::string_view code) {
  if (code == "net.tls_certificate" && config.cert) return config.cert->place;
  if (code == "net.tls_key" && config.key) return config.key->place;
  if (code == "net.tls_root" && config.root) return config.root->place;
  return config.place;
}

bool is_usual(const TlsConfig& config) {
  return !config.cert && !config.root && !config.insecure && !config.insecure_host &&
         config.alpn.empty() && config.alt_names.empty() && config.groups.empty();
}

}  // namespace

config::Type<std::vector<std::string>> key_exchange_groups_type() {
  return config::list_of(group_type(), config::Emptiness::refused);
}

config::Type<TlsConfig> tls_config_type() {
  return config::object(
             config::Object<TlsConfig>("BackendTLS",
                                       "TLS to the backend; {} trusts the system's roots.")
                 .optional("cert", &TlsConfig::cert, config::file_path(),
                           "The file of the certificate to show, with those who issued it.")
                 .optional("key", &TlsConfig::key, config::file_path(), "The file of its key.")
                 .optional("root", &TlsConfig::root, config::file_path(),
                           "The file of the roots to trust; the system's by default.")
                 .optional("hostname", &TlsConfig::hostname, config::filled_text(),
                           "The name sent (SNI) and checked; the backend's host by default.")
                 .optional("insecure", &TlsConfig::insecure, config::boolean(),
                           "Check nothing: whoever answers is trusted.")
                 .optional("insecureHost", &TlsConfig::insecure_host, config::boolean(),
                           "Do not check the name.")
                 .optional("alpn", &TlsConfig::alpn,
                           config::list_of(protocol_name_type(), config::Emptiness::refused),
                           "The protocols to offer, in order of preference.")
                 .optional("subjectAltNames", &TlsConfig::alt_names,
                           config::list_of(config::filled_text(), config::Emptiness::refused),
                           "Names (DNS, URI, IP) that are accepted besides the host's.")
                 .optional("keyExchangeGroups", &TlsConfig::groups, key_exchange_groups_type(),
                           "The key exchange groups to offer, in order of preference.")
                 .not_yet({"spiffe"})
                 .check(check))
      .then<TlsConfig>([](TlsConfig tls, const Node& node, Faults&) {
        tls.place = node.place();
        return std::optional(std::move(tls));
      });
}

std::optional<std::string> read_watched(const config::TextSource& source,
                                        const config::FileReader& reader,
                                        config::FileWatch& watched, config::Faults& faults) {
  watched.add(reader.resolve(source.value));
  auto loaded = reader.read(source, faults);
  if (!loaded) return std::nullopt;
  return std::move(loaded->text);
}

std::optional<Tls> make_tls(const TlsConfig& config, const std::string& host,
                            const TlsFiles& files) {
  Tls out{config.hostname.value_or(host)};
  if (is_usual(config)) return out;
  const std::size_t errors = files.faults.errors();
  const auto read = [&](const std::optional<config::TextSource>& source) {
    return source ? read_watched(*source, files.reader, files.watched, files.faults) : std::nullopt;
  };
  net::TlsClientSettings settings;
  settings.roots = read(config.root);
  auto certificates = read(config.cert);
  auto key = read(config.key);
  if (files.faults.errors() != errors) return std::nullopt;
  if (certificates && key)
    settings.credentials = {std::move(*certificates), Secret(std::move(*key))};
  if (config.insecure)
    settings.verify = net::Verify::nothing;
  else if (config.insecure_host)
    settings.verify = net::Verify::no_name;
  settings.alt_names = config.alt_names;
  settings.protocol.alpn = config.alpn;
  settings.protocol.groups = config.groups;
  auto context = files.contexts.get(settings);
  if (!context) {
    files.faults.add(place_of(config, context.error().code), std::move(context.error().detail));
    return std::nullopt;
  }
  out.context = std::move(*context);
  out.alpn = config.alpn;
  return out;
}

std::string tls_remark(const TlsConfig& config) {
  if (config.insecure)
    return "backendTLS: insecure, so the backend's certificate is not checked at all";
  if (config.insecure_host)
    return "backendTLS: insecureHost, so the name in the backend's certificate is not checked";
  return {};
}

}  // namespace jg::upstream
