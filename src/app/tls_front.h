// app/tls_front.h - makes what a listener speaks TLS with out of its configuration and its files.
//
// Errors: told to a Faults, at the key that names the file at fault. A certificate that has expired
//         or soon will is a warning: refusing it would take the listener away as well.
#pragma once

#include <memory>
#include <string>

#include "app/config/tls.h"
#include "exchange/feature.h"
#include "net/tls_server.h"

namespace jg::app {

struct TlsFront {
  const FrontendTls& all;
  const exchange::LoadContext& context;
  const net::TicketKeys& tickets;
  config::Faults& faults;
};

// `name` says whose it is; a client resumes its session with that one only. Null after a fault.
std::shared_ptr<const net::TlsServerContext> make_tls_server(const TlsConfig& config,
                                                             const std::string& name,
                                                             const TlsFront& front);

}  // namespace jg::app
