// net/tls_server.h - what a listener speaks TLS with: its certificate, and what it asks of clients.
//
// Owner:  shared by the snapshot and the handshakes that use it.
// Thread: immutable; any loop makes connections of it.
// Errors: one that cannot be made is net.tls_settings, _certificate, _key or _root.
// Spec:   RFC 6066 section 3 (SNI); RFC 7301 (ALPN); RFC 5077 and RFC 8446 section 4.6.1 (tickets).
// Trust:  a session is resumed only where it was begun, under the same roots.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/peer_certificate.h"
#include "net/tls_settings.h"
#include "net/tls_tickets.h"

namespace jg::net {

struct TlsServerSettings {
  std::string name;  // whose it is; a session of one is none of another
  TlsCredentials credentials;
  std::optional<std::string> client_roots;  // PEM; a client must have a certificate of theirs
  TlsSettings protocol;
};

class TlsServerContext {
 public:
  // `tickets` outlives it and its connections.
  static Result<std::shared_ptr<const TlsServerContext>> make(const TlsServerSettings& settings,
                                                              const TicketKeys& tickets);
  ~TlsServerContext();

  // The roots that a client's certificate must come from, as a digest; empty: none is asked for.
  std::string_view client_trust() const;
  const PeerCertificate& certificate() const;  // its own
  SystemTime expiry() const;                   // of its own, or of who issued it if that is sooner

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit TlsServerContext(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

// Whose certificate answers to a name: of a port's listeners.
class TlsChooser {
 public:
  virtual ~TlsChooser() = default;
  // `name` is in lower case, empty when the client names none. Null when nobody has it.
  virtual std::shared_ptr<const TlsServerContext> choose(std::string_view name) const = 0;
  // One of them, to begin with.
  virtual const TlsServerContext& any() const = 0;
};

}  // namespace jg::net
