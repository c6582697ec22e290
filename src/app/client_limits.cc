#include "app/client_limits.h"

namespace jg::app {

upstream::ClientLimits client_limits(const StaticConfig& settings) {
  upstream::ClientLimits out{.lookup_family = settings.lookup_family()};
  settings.backend.apply_to(out);
  return out;
}

}  // namespace jg::app
