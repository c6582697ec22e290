// upstream/clients.h - the clients of all workers, found by the worker that asks.
//
// Owner:  the application; outlives every snapshot, so pooled connections survive a reload.
// Thread: of() from any worker, for itself only.
#pragma once

#include <memory>
#include <vector>

#include "upstream/client.h"

namespace jg::upstream {

class Clients {
 public:
  void add(std::unique_ptr<Client> client) { by_worker_.push_back(std::move(client)); }
  // When no worker runs any more, while their loops still exist.
  void clear() { by_worker_.clear(); }
  Client& of(unsigned worker) const { return *by_worker_[worker]; }

 private:
  std::vector<std::unique_ptr<Client>> by_worker_;
};

}  // namespace jg::upstream
