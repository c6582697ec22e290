// app/explain/explanation.h - what the gateway would do with a request, and why: found by its own
// driver, with every policy of the way, up to the backend's call.
//
// Owner:  whoever asks. Thread: any that is no worker's; the snapshot is only read.
// Errors: explain.request when no such request can come, explain.port when it is unclear by which
//         port it comes.
// Trust:  nobody is called, nothing is counted, logged or remembered. Claims stand in the result,
//         which is for who sent the token; its signature and the token itself do not.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/explain/request.h"
#include "exchange/trace.h"
#include "proxy/snapshot.h"

namespace jg::app::explain {

struct Explanation {
  std::vector<exchange::Finding> findings;
  int status = 0;
  std::string code;  // of the refusal; empty: it would pass
  std::string says;  // to the client
  std::string why;   // to the operator
  std::string cure;

  bool passes() const { return code.empty(); }
};

Result<Explanation> explain(const std::shared_ptr<const proxy::Snapshot>& snapshot,
                            const Request& request);

}  // namespace jg::app::explain
