// net/tls_client_contexts.h - one client context for each distinct settings, however many routes
// have the same.
//
// Owner: a loading of the configuration. Thread: one.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "net/tls_client.h"

namespace jg::net {

class TlsClientContexts {
 public:
  // Errors: as TlsClientContext::make().
  Result<std::shared_ptr<const TlsClientContext>> get(const TlsClientSettings& settings);

 private:
  std::map<std::string, std::shared_ptr<const TlsClientContext>> by_id_;
};

}  // namespace jg::net
