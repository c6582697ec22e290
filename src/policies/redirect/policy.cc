#include "policies/redirect/policy.h"

namespace jg::policies::redirect {

using exchange::RequestPort;

Result<exchange::Verdict> RedirectPolicy::on_request(exchange::Exchange& exchange) const {
  const std::string_view scheme =
      settings_.scheme ? std::string_view(*settings_.scheme) : exchange.request.scheme;
  // The port belongs to the scheme that the request came by.
  const RequestPort port = settings_.scheme ? RequestPort::dropped : RequestPort::kept;
  const auto target = exchange::change_target(settings_.path, exchange);
  if (!target) return std::unexpected(target.error());
  std::string location(scheme);
  location.append("://")
      .append(exchange::change_authority(settings_.authority, exchange, scheme, port))
      .append(*target);
  auto& head = exchange.response.head;
  head.status = settings_.status;
  head.fields.add("location", exchange.arena.copy(location));
  return exchange::Verdict::answered;
}

std::vector<exchange::Policy::Remark> RedirectPolicy::remarks() const {
  return {{Remark::Kind::states, "requestRedirect: " + std::to_string(settings_.status)}};
}

}  // namespace jg::policies::redirect
