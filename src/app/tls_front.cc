#include "app/tls_front.h"

#include "upstream/tls_config.h"

namespace jg::app {
namespace {

constexpr std::chrono::days kSoon{14};

const config::Place& place_of(const TlsConfig& config, std::string_view code) {
  if (code == "net.tls_certificate") return config.cert.place;
  if (code == "net.tls_key") return config.key.place;
  if (code == "net.tls_root" && config.root) return config.root->place;
  return config.place;
}

void warn_of_expiry(const net::TlsServerContext& made, const TlsConfig& config,
                    const TlsFront& front) {
  const auto left = made.expiry() - front.context.clock.now();
  const auto days = std::chrono::floor<std::chrono::days>(left).count();
  if (left <= left.zero())
    front.faults.warn(config.cert.place, "the certificate, or one that it rests on, has expired");
  else if (left < kSoon)
    front.faults.warn(config.cert.place, "the certificate, or one that it rests on, expires in " +
                                             std::to_string(days) + " days");
}

}  // namespace

std::shared_ptr<const net::TlsServerContext> make_tls_server(const TlsConfig& config,
                                                             const std::string& name,
                                                             const TlsFront& front) {
  const config::FileReader files(front.context.working_directory);
  const auto read = [&](const config::TextSource& source) {
    return upstream::read_watched(source, files, *front.context.watched, front.faults);
  };
  auto certificates = read(config.cert);
  auto key = read(config.key);
  auto roots = config.root ? read(*config.root) : std::nullopt;
  if (!certificates || !key || roots.has_value() != config.root.has_value()) return nullptr;
  net::TlsServerSettings settings;
  settings.name = name;
  settings.credentials = {std::move(*certificates), Secret(std::move(*key))};
  settings.client_roots = std::move(roots);
  settings.protocol = negotiate(config.negotiation, front.all);
  if (settings.protocol.least > settings.protocol.most) {
    front.faults.add(config.place,
                     "with `frontendPolicies.tls` the least TLS version is above the most");
    return nullptr;
  }
  auto made = net::TlsServerContext::make(settings, front.tickets);
  if (!made) {
    front.faults.add(place_of(config, made.error().code), std::move(made.error().detail));
    return nullptr;
  }
  warn_of_expiry(**made, config, front);
  return std::move(*made);
}

}  // namespace jg::app
