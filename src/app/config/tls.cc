#include "app/config/tls.h"

#include <algorithm>

#include "upstream/tls_config.h"

namespace jg::app {
namespace {

using config::Faults;
using config::Node;
using config::Object;

// The preferred first.
const std::vector<std::string> kProtocols{"h2", "http/1.1"};

enum class Word : std::uint8_t { tls10, tls11, tls12, tls13 };

config::Type<net::TlsVersion> version_type() {
  return config::enumeration<Word>({{"TLS_V1_0", Word::tls10},
                                    {"TLS_V1_1", Word::tls11},
                                    {"TLS_V1_2", Word::tls12},
                                    {"TLS_V1_3", Word::tls13}})
      .then<net::TlsVersion>(
          [](Word word, const Node& node, Faults& faults) -> std::optional<net::TlsVersion> {
            if (word == Word::tls12) return net::TlsVersion::tls12;
            if (word == Word::tls13) return net::TlsVersion::tls13;
            faults.add(node, "only TLS_V1_2 and TLS_V1_3 are spoken (RFC 8996)");
            return std::nullopt;
          });
}

config::Type<std::string> cipher_suite_type() {
  return config::filled_text().then<std::string>(
      [](std::string name, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (net::find_cipher_suite(name) != nullptr) return name;
        faults.add(node, "found " + node.shown() +
                             "; expected a suite with AEAD and ephemeral keys, for example "
                             "TLS_AES_256_GCM_SHA384");
        return std::nullopt;
      });
}

// agentgateway writes the bytes of a name as numbers; text is ours as well.
config::Type<std::string> protocol_name_type() {
  const auto bytes = config::list_of(config::integer<int>(0, 255), config::Emptiness::refused)
                         .then<std::string>([](const std::vector<int>& of, const Node&, Faults&) {
                           std::string name;
                           for (const int byte : of) name.push_back(static_cast<char>(byte));
                           return std::optional(std::move(name));
                         });
  return config::one_of<std::string>({config::filled_text(), bytes})
      .then<std::string>(
          [](std::string name, const Node& node, Faults& faults) -> std::optional<std::string> {
            if (std::ranges::find(kProtocols, name) != kProtocols.end()) return name;
            faults.add(node, "expected h2 or http/1.1; no other protocol is spoken");
            return std::nullopt;
          });
}

void check_negotiation(const TlsNegotiation& what, const Node& node, Faults& faults) {
  if (what.least == net::TlsVersion::tls13 && what.most == net::TlsVersion::tls12)
    faults.add(node, "the least TLS version is above the most");
}

Object<TlsNegotiation> negotiation_object(std::string_view least, std::string_view most) {
  return Object<TlsNegotiation>("TlsNegotiation", "What may be negotiated.")
      .optional(least, &TlsNegotiation::least, version_type(), "TLS_V1_2 by default.")
      .optional(most, &TlsNegotiation::most, version_type(), "TLS_V1_3 by default.")
      .optional("cipherSuites", &TlsNegotiation::cipher_suites,
                config::list_of(cipher_suite_type(), config::Emptiness::refused),
                "The suites that may be used, the preferred first.")
      .optional("keyExchangeGroups", &TlsNegotiation::groups, upstream::key_exchange_groups_type(),
                "The groups that may be used, the preferred first.")
      .check(check_negotiation);
}

}  // namespace

config::Type<TlsConfig> tls_type() {
  enum class Mode : std::uint8_t { fixed };
  struct Written {
    TlsConfig tls;
    Mode mode = Mode::fixed;
  };
  const auto mode = config::filled_text().then<Mode>(
      [](const std::string& text, const Node& node, Faults& faults) -> std::optional<Mode> {
        if (text == "static") return Mode::fixed;
        faults.add(node, text == "dynamicCa"
                             ? "agentgateway knows dynamicCa here; jotgate does not honour it yet"
                             : "found " + node.shown() + "; expected static");
        return std::nullopt;
      });
  Object<TlsConfig> files("TlsFiles", "The files of a certificate.");
  files
      .required("cert", &TlsConfig::cert, config::file_path(),
                "The file of its certificate, with those who issued it behind it.")
      .required("key", &TlsConfig::key, config::file_path(), "The file of its private key.")
      .optional("root", &TlsConfig::root, config::file_path(),
                "The file of roots: a client must have a certificate of one of them.")
      .include(&TlsConfig::negotiation, negotiation_object("minTLSVersion", "maxTLSVersion"));
  return config::object(
             Object<Written>("Tls", "TLS in front: the certificate, and who may connect.")
                 .include(&Written::tls, files)
                 .optional("mode", &Written::mode, mode,
                           "Where the certificate comes from: static.")
                 .alias("minTlsVersion", "minTLSVersion")
                 .alias("maxTlsVersion", "maxTLSVersion")
                 .not_yet({"spiffe"}))
      .then<TlsConfig>([](Written written, const Node& node, Faults&) {
        written.tls.place = node.place();
        return std::optional(std::move(written.tls));
      });
}

config::Type<FrontendTls> frontend_tls_type() {
  return config::object(
      Object<FrontendTls>("FrontendTls", "TLS in front, for every listener that has it.")
          .optional("handshakeTimeout", &FrontendTls::handshake_timeout,
                    config::duration(std::chrono::milliseconds(1)),
                    "How long a handshake may take.")
          .optional("alpn", &FrontendTls::alpn,
                    config::list_of(protocol_name_type(), config::Emptiness::refused),
                    "The protocols that may be chosen, the preferred first.")
          .include(&FrontendTls::negotiation, negotiation_object("minVersion", "maxVersion")));
}

net::TlsSettings negotiate(const TlsNegotiation& listener, const FrontendTls& all) {
  const auto list = [](const std::vector<std::string>& own, const std::vector<std::string>& usual) {
    return own.empty() ? usual : own;
  };
  net::TlsSettings out;
  out.least = listener.least.value_or(all.negotiation.least.value_or(out.least));
  out.most = listener.most.value_or(all.negotiation.most.value_or(out.most));
  out.cipher_suites = list(listener.cipher_suites, all.negotiation.cipher_suites);
  out.groups = list(listener.groups, all.negotiation.groups);
  out.alpn = list(all.alpn, kProtocols);
  return out;
}

}  // namespace jg::app
