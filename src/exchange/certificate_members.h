// exchange/certificate_members.h - the certificate of a client as expressions read it:
// source.spiffeId, source.subjectAltNames, source.identity.namespace.
//
// Owner: values look into the connection's certificate and the arena.
// Spec:  agentgateway's members of `source`; each is absent where the certificate has no such thing.
#pragma once

#include <optional>

#include "base/arena.h"
#include "cel/value.h"
#include "net/peer_certificate.h"

namespace jg::exchange::certificate {

using Certificate = net::PeerCertificate;

std::optional<cel::Value> identity(const Certificate& certificate, Arena& arena);
std::optional<cel::Value> spiffe_id(const Certificate& certificate, Arena& arena);
std::optional<cel::Value> subject_alt_names(const Certificate& certificate, Arena& arena);
std::optional<cel::Value> issuer(const Certificate& certificate, Arena& arena);
std::optional<cel::Value> subject(const Certificate& certificate, Arena& arena);
std::optional<cel::Value> subject_common_name(const Certificate& certificate, Arena& arena);
std::optional<cel::Value> pem(const Certificate& certificate, Arena& arena);

}  // namespace jg::exchange::certificate
