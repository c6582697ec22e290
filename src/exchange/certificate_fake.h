// exchange/certificate_fake.h - a client's certificate with everything that expressions can ask of one.
#pragma once

#include <memory>

#include "net/peer_certificate.h"

namespace jg::exchange {

inline std::shared_ptr<const net::PeerCertificate> certificate_fake() {
  net::PeerCertificate out;
  out.subject = "CN=me, O=Example";
  out.subject_common_name = "me";
  out.issuer = "CN=root";
  out.alt_names = {"spiffe://td/ns/web/sa/front", "me.test"};
  out.spiffe_id = out.alt_names[0];
  out.identity = {"td", "web", "front"};
  return std::make_shared<const net::PeerCertificate>(std::move(out));
}

}  // namespace jg::exchange
