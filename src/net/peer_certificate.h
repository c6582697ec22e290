// net/peer_certificate.h - who a client is by its certificate, in words.
//
// Owner:  shared by a connection and those who look at it. Thread: immutable.
// Limits: names with control characters are left out; a SPIFFE ID has 2,048 bytes at most.
// Spec:   RFC 5280 sections 4.1.2 and 4.2.1.6; SPIFFE-ID section 2, X509-SVID section 2 (one
//         spiffe: URI, or it is no identity); Istio's form of a workload's path.
// Trust:  the chain was verified before one is made; the words in it are its issuer's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct x509_st;

namespace jg::net {

// spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT
struct WorkloadIdentity {
  std::string trust_domain;
  std::string name_space;
  std::string service_account;
};

struct PeerCertificate {
  std::string subject;  // "C=DE, O=Example, CN=client": in the order of the certificate
  std::string subject_common_name;
  std::string issuer;
  std::vector<std::string> alt_names;  // URI, DNS and IP
  std::optional<std::string> spiffe_id;
  std::optional<WorkloadIdentity> identity;
  std::string der;

  std::string pem() const;
};

std::shared_ptr<const PeerCertificate> read_peer_certificate(const x509_st* certificate);

// Null when `text` is no SPIFFE ID of a workload in Istio's form.
std::optional<WorkloadIdentity> parse_workload_identity(std::string_view spiffe_id);
bool is_spiffe_id(std::string_view text);

}  // namespace jg::net
