// net/tls_client.h - what connections by TLS to an upstream are made with; certificate and name are
// checked unless the settings say otherwise.
//
// Owner:  shared by all that connect with the same settings.
// Thread: a context is immutable, any loop makes connections of it; a session is its loop's.
// Errors: a context that cannot be made is net.tls_settings, _certificate, _key or _root.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/tls_settings.h"

namespace jg::net {

// What of an upstream's certificate is checked.
enum class Verify : std::uint8_t {
  all,      // from a trusted root, and of the right name
  no_name,  // from a trusted root, whoever it is
  nothing,
};

struct TlsClientSettings {
  std::optional<std::string> roots;  // PEM; the system's without it
  std::optional<TlsCredentials> credentials;
  Verify verify = Verify::all;
  std::vector<std::string> alt_names;  // accepted as well as the server's name: DNS, URI, IP
  TlsSettings protocol;
};

class TlsClientContext {
 public:
  static Result<std::shared_ptr<const TlsClientContext>> make(const TlsClientSettings& settings);
  ~TlsClientContext();

  // Contexts of the same settings have the same: their connections may serve each other's requests.
  std::string_view id() const;
  static std::string id_of(const TlsClientSettings& settings);

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  explicit TlsClientContext(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

// The last session with one server under one context, for the next connection to begin with.
class TlsSession {
 public:
  TlsSession();
  ~TlsSession();
  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace jg::net
