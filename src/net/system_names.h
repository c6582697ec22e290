// net/system_names.h - asks the system's resolver (hosts file, DNS, whatever nsswitch says).
//
// Owner:  one worker. Thread: its loop; each lookup blocks a thread of its own, so that one slow
//         name holds up no other. Such a thread cannot be stopped: it outlives its asker when need
//         be, and its answer is dropped.
// Limits: 8 lookups at a time, further ones wait in line; 64 addresses a name.
#pragma once

#include <memory>

#include "net/loop.h"
#include "net/names.h"

namespace jg::net {

class SystemNames final : public NameSource {
 public:
  SystemNames(Loop& loop, LookupFamily family);
  ~SystemNames() override;
  Task<Result<Addresses>> look_up(std::string name) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace jg::net
