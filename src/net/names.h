// net/names.h - names and addresses: the contract of whoever knows them, and in which order
// addresses are tried.
//
// Thread: one loop.
// Spec:   RFC 6761 section 6.3: localhost and what is under it is loopback, whoever is asked.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "net/lookup_family.h"
#include "net/task.h"

namespace jg::net {

using Addresses = std::vector<boost::asio::ip::address>;

class NameSource {
 public:
  virtual ~NameSource() = default;
  // At least one address. `net.dns` with Remedy::give_up says that there is no such name, with
  // Remedy::retry_later that nobody could tell.
  virtual Task<Result<Addresses>> look_up(std::string name) = 0;
};

// `name` in lower case; a dot at its end (RFC 1034 section 3.1) changes nothing.
bool is_localhost(std::string_view name);
Addresses loopback(LookupFamily family);

// Lets the addresses take turns: the `turn`th comes first, the others follow; with v4_preferred
// within each family, all IPv4 before all IPv6.
Addresses in_turn(const Addresses& addresses, LookupFamily family, std::size_t turn);

}  // namespace jg::net
