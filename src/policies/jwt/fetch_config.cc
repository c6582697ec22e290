#include "policies/jwt/fetch_config.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using std::chrono::seconds;
using namespace std::chrono_literals;

void check(const FetchMap& map, const Node& node, Faults& faults) {
  if (map.min_refresh > map.max_refresh)
    faults.add(node, "`minRefresh` is longer than `maxRefresh`");
}

}  // namespace

config::Object<FetchMap> fetch_object() {
  return config::Object<FetchMap>("Fetch", "How a document is fetched and kept fresh.")
      .optional("minRefresh", &FetchMap::min_refresh, config::duration<seconds>(1s, 24h),
                "What is fetched is used so long at least, whatever its server says.")
      .optional("maxRefresh", &FetchMap::max_refresh, config::duration<seconds>(1s, 24h),
                "It is fetched anew after so long at most, whatever its server says.")
      .optional("maxStale", &FetchMap::max_stale, config::duration<seconds>(0s, 31 * 24h),
                "How long it is used beyond that while it cannot be fetched.")
      .include(&FetchMap::transport, transport_object())
      .ours({"minRefresh", "maxRefresh", "maxStale"})
      .check(check);
}

bool apply(const FetchMap& map, const exchange::LoadContext& context, keys::RemoteSettings& out,
           Faults& faults) {
  auto transport = make_transport(map.transport, context, faults);
  if (!transport) return false;
  out.transport = std::move(*transport);
  out.lifetimes.least = map.min_refresh;
  out.lifetimes.most = map.max_refresh;
  out.lifetimes.stale = map.max_stale;
  return true;
}

}  // namespace jg::policies::jwt
