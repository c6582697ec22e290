#include "policies/rewrite/policy.h"

namespace jg::policies::rewrite {

Result<exchange::Verdict> RewritePolicy::on_request(exchange::Exchange& exchange) const {
  const auto target = exchange::change_target(settings_.path, exchange);
  if (!target) return std::unexpected(target.error());
  http::RequestHead& request = exchange.request;
  exchange::set_target(request, *target);
  request.authority = exchange::change_authority(settings_.authority, exchange, request.scheme,
                                                 exchange::RequestPort::dropped);
  exchange.keeps_authority = settings_.authority.kind != exchange::AuthorityChange::Kind::automatic;
  return exchange::Verdict::proceed;
}

}  // namespace jg::policies::rewrite
