// fetch/address_rules.h - which addresses may be connected to, asked when a socket is opened: what a
// name resolves to is known then, and a redirect is no way around.
//
// Thread: immutable.
// Trust:  whoever can change a name's address, or have a URL configured, would like to see the
//         cloud's metadata service through us.
#pragma once

#include <vector>

#include "fetch/network.h"

namespace jg::fetch {

struct AddressRules {
  bool refuses_private = false;       // loopback, RFC 1918, RFC 4193 and shared address space too
  std::vector<Network> allowed = {};  // whatever else is said of them

  bool permits(const AddressBytes& address) const;
  friend bool operator==(const AddressRules&, const AddressRules&) = default;
};

}  // namespace jg::fetch
