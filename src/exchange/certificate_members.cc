#include "exchange/certificate_members.h"

#include <memory>
#include <string>

namespace jg::exchange::certificate {
namespace {

using cel::Value;

template <class T>
std::span<T> allocate(std::size_t count, Arena& arena) {
  T* const items = static_cast<T*>(arena.allocate(count * sizeof(T), alignof(T)));
  std::uninitialized_default_construct_n(items, count);
  return {items, count};
}

std::optional<Value> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(Value::string(text));
}

}  // namespace

std::optional<Value> identity(const Certificate& certificate, Arena& arena) {
  if (!certificate.identity) return std::nullopt;
  const net::WorkloadIdentity& workload = *certificate.identity;
  const auto entries = allocate<cel::Entry>(3, arena);
  entries[0] = {Value::string("trustDomain"), Value::string(workload.trust_domain)};
  entries[1] = {Value::string("namespace"), Value::string(workload.name_space)};
  entries[2] = {Value::string("serviceAccount"), Value::string(workload.service_account)};
  return Value::map(entries);
}

std::optional<Value> spiffe_id(const Certificate& certificate, Arena&) {
  return certificate.spiffe_id ? std::optional(Value::string(*certificate.spiffe_id))
                               : std::nullopt;
}

std::optional<Value> subject_alt_names(const Certificate& certificate, Arena& arena) {
  const auto names = allocate<Value>(certificate.alt_names.size(), arena);
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = Value::string(certificate.alt_names[i]);
  return Value::list(names);
}

std::optional<Value> issuer(const Certificate& certificate, Arena&) {
  return unless_empty(certificate.issuer);
}

std::optional<Value> subject(const Certificate& certificate, Arena&) {
  return unless_empty(certificate.subject);
}

std::optional<Value> subject_common_name(const Certificate& certificate, Arena&) {
  return unless_empty(certificate.subject_common_name);
}

std::optional<Value> pem(const Certificate& certificate, Arena& arena) {
  return Value::string(arena.copy(certificate.pem()));
}

}  // namespace jg::exchange::certificate
