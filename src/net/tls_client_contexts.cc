#include "net/tls_client_contexts.h"

namespace jg::net {

Result<std::shared_ptr<const TlsClientContext>> TlsClientContexts::get(
    const TlsClientSettings& settings) {
  auto& slot = by_id_[TlsClientContext::id_of(settings)];
  if (slot != nullptr) return slot;
  auto made = TlsClientContext::make(settings);
  if (made) slot = *made;
  return made;
}

}  // namespace jg::net
