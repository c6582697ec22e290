// net/dns.h - names to addresses, remembered, so that connecting hardly ever waits for a resolver
// and survives one that is out of order.
//
// Owner:  one worker. Thread: its loop.
// Errors: net.dns; after a failure the name is not asked for again within a second.
// Limits: 1,024 names, the one unused for longest goes first. An answer is fresh for 5 s (the
//         system tells no time to live); up to a minute old it serves while it is asked for anew;
//         up to an hour old only when no newer one came within 2 s, or the resolver failed. That
//         a name does not exist is an answer: it ends the old one.
// Spec:   RFC 8767 (serving stale data); RFC 6761 section 6.3 (localhost).
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/clock.h"
#include "net/loop.h"
#include "net/names.h"

namespace jg::net {

class Resolver {
 public:
  // `family` is the order in which addresses come; `source` asks for no others.
  Resolver(Loop& loop, const Clock& clock, NameSource& source, LookupFamily family);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // At least one, in the order to try them; they take turns from call to call. Literal addresses
  // and localhost answer at once. Who asks for a name while it is asked for already shares the
  // answer. After `limit` (zero: none) the asker has waited long enough.
  Task<Result<Addresses>> resolve(std::string host, std::chrono::milliseconds limit);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace jg::net
