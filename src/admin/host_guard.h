// admin/host_guard.h - keeps web pages of other sites away from a server that has no login.
//
// Owner:  app.
// Thread: immutable; any thread.
// Spec:   RFC 9110 section 7.2 (Host), RFC 6454 section 7 (Origin).
// Trust:  a browser on this machine may be made to call us by any page it shows. Under a name that
//         was rebound to our address Host gives it away; a form sent across sites has a foreign
//         Origin.
#pragma once

#include <string>
#include <string_view>

#include "admin/router.h"

namespace jg::admin {

class HostGuard {
 public:
  // `address` is what the configuration says to listen on: "localhost:15000", "10.0.0.7:15000".
  // On a wildcard any literal address is accepted: only names can be rebound.
  explicit HostGuard(std::string_view address);

  // localhost, a loopback address or the configured one, with any port; and no foreign Origin.
  bool admits(const AdminRequest& request) const;

 private:
  bool is_ours(std::string_view host) const;

  std::string configured_;  // host only
  bool wildcard_ = false;
};

AdminResponse refuse_host();

}  // namespace jg::admin
