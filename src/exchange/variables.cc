#include "exchange/variables.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "base/ascii.h"
#include "exchange/certificate_members.h"
#include "http/uri.h"

namespace jg::exchange {
namespace {

using cel::Value;
using Read = std::optional<Value>;

std::string_view version_text(http::Version version) {
  switch (version) {
    case http::Version::http10: return "HTTP/1.0";
    case http::Version::http11: return "HTTP/1.1";
    case http::Version::http2: return "HTTP/2.0";
  }
  return {};
}

cel::Timestamp timestamp(SystemTime time) {
  const auto since = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds);
  return {seconds.count(), static_cast<std::uint32_t>(nanos.count())};
}

// Without the port and in lower case: `request.host == "admin.example.com"` must mean one host,
// however a client spells it (RFC 9110 section 4.2.3).
std::string_view host(std::string_view authority, Arena& arena) {
  const auto parsed = http::parse_authority(authority);
  const std::string_view host = parsed ? parsed->host : authority;
  if (std::ranges::none_of(host, [](char c) { return c != ascii::to_lower(c); })) return host;
  char* const lower = static_cast<char*>(arena.allocate(host.size(), 1));
  std::ranges::transform(host, lower, ascii::to_lower);
  return {lower, host.size()};
}

std::string_view uri(const http::RequestHead& request, Arena& arena) {
  const std::array<std::string_view, 4> parts = {request.scheme, "://", request.authority,
                                                 request.target};
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  char* const out = static_cast<char*>(arena.allocate(size, 1));
  char* to = out;
  for (const std::string_view part : parts) to = std::ranges::copy(part, to).out;
  return {out, size};
}

const http::RequestHead& head(const RequestVariables& variables) {
  return variables.exchange().request;
}

Read text(const std::optional<std::string>& text) {
  return text ? Read(Value::string(*text)) : std::nullopt;
}

Read address(const Peer& peer) { return Value::string(peer.address); }
Read port(const Peer& peer) { return Value::integer(peer.port); }

using V = const RequestVariables&;

// Absent without a certificate of the client.
template <Read (*kMember)(const net::PeerCertificate&, Arena&)>
Read of_certificate(V v, Arena& arena) {
  const net::TlsFacts* const tls = v.exchange().tls;
  return tls != nullptr && tls->certificate ? kMember(*tls->certificate, arena) : std::nullopt;
}

Read server_name(V v, Arena&) {
  const net::TlsFacts* const tls = v.exchange().tls;
  return tls != nullptr && !tls->server_name.empty() ? Read(Value::string(tls->server_name))
                                                     : std::nullopt;
}

constexpr auto kRequest = std::to_array<Member>({
    {"method", [](V v, Arena&) -> Read { return Value::string(head(v).method); }},
    {"uri", [](V v, Arena& arena) -> Read { return Value::string(uri(head(v), arena)); }},
    {"host",
     [](V v, Arena& arena) -> Read { return Value::string(host(head(v).authority, arena)); }},
    {"scheme", [](V v, Arena&) -> Read { return Value::string(head(v).scheme); }},
    {"path", [](V v, Arena&) -> Read { return Value::string(head(v).path); }},
    {"pathAndQuery", [](V v, Arena&) -> Read { return Value::string(head(v).target); }},
    {"version", [](V v, Arena&) -> Read { return Value::string(version_text(head(v).version)); }},
    {"headers", [](V v, Arena&) -> Read { return Value::object(v.headers()); }},
    {"startTime",
     [](V v, Arena&) -> Read { return Value::timestamp(timestamp(v.exchange().received)); }},
});

// No protocol that hides the peer is read yet, so the raw address is the address.
constexpr auto kSource = std::to_array<Member>({
    {"address", [](V v, Arena&) { return address(v.exchange().source); }},
    {"port", [](V v, Arena&) { return port(v.exchange().source); }},
    {"rawAddress", [](V v, Arena&) { return address(v.exchange().source); }},
    {"rawPort", [](V v, Arena&) { return port(v.exchange().source); }},
    {"identity", of_certificate<certificate::identity>},
    {"spiffeId", of_certificate<certificate::spiffe_id>},
    {"subjectAltNames", of_certificate<certificate::subject_alt_names>},
    {"issuer", of_certificate<certificate::issuer>},
    {"subject", of_certificate<certificate::subject>},
    {"subjectCn", of_certificate<certificate::subject_common_name>},
    {"certificate", of_certificate<certificate::pem>},
});

constexpr auto kDestination = std::to_array<Member>({
    {"address", [](V v, Arena&) { return address(v.exchange().destination); }},
    {"port", [](V v, Arena&) { return port(v.exchange().destination); }},
    {"hostname", server_name},
});

constexpr auto kBackend = std::to_array<Member>({
    {"name", [](V v, Arena&) -> Read { return Value::string(v.exchange().record.backend); }},
});

constexpr auto kEnv = std::to_array<Member>({
    {"podName", [](V v, Arena&) { return text(v.surroundings().pod_name); }},
    {"namespace", [](V v, Arena&) { return text(v.surroundings().pod_namespace); }},
    {"gateway", [](V v, Arena&) { return text(v.surroundings().gateway); }},
});

enum class Presence : std::uint8_t { offered, always_absent };

struct RootFacts {
  Root root;
  std::string_view name;
  std::span<const Member> members;  // empty: any may be asked for
  Presence presence = Presence::offered;
};

constexpr auto kRoots = std::to_array<RootFacts>({
    {Root::request, "request", kRequest},
    {Root::jwt, "jwt", {}},
    {Root::source, "source", kSource},
    {Root::destination, "destination", kDestination},
    {Root::backend, "backend", kBackend},
    {Root::env, "env", kEnv},
    {Root::api_key, "apiKey", {}},
    {Root::basic_auth, "basicAuth", {}, Presence::always_absent},
    {Root::llm, "llm", {}, Presence::always_absent},
    {Root::mcp, "mcp", {}, Presence::always_absent},
    {Root::extauthz, "extauthz", {}, Presence::always_absent},
    {Root::extproc, "extproc", {}, Presence::always_absent},
    {Root::metadata, "metadata", {}, Presence::always_absent},
    {Root::response, "response", {}, Presence::always_absent},
});

}  // namespace

bool is_always_absent(Root root) {
  return kRoots[slot_of(root)].presence == Presence::always_absent;
}

cel::Environment request_environment() {
  cel::Environment out;
  out.add(header_methods());
  for (const RootFacts& root : kRoots) {
    std::vector<std::string> fields;
    for (const Member& member : root.members) fields.emplace_back(member.name);
    [[maybe_unused]] const std::size_t slot =
        out.declare(std::string(root.name), std::move(fields));
    assert(slot == slot_of(root.root) && "kRoots stands in the order of Root");
  }
  return out;
}

Surroundings read_surroundings(const config::Environment& environment) {
  const auto read = [&](std::string_view name) {
    auto value = environment(name);
    return value && !value->empty() ? std::move(value) : std::nullopt;
  };
  return {read("POD_NAME"), read("NAMESPACE"), read("GATEWAY")};
}

std::optional<cel::Value> MemberView::field(std::string_view name, Arena& arena) const {
  const auto found = std::ranges::find(members_, name, &Member::name);
  return found == members_.end() ? std::nullopt : found->read(variables_, arena);
}

cel::Entry MemberView::member(std::size_t index, Arena& arena) const {
  const Member& member = members_[index];
  return {Value::string(member.name), member.read(variables_, arena).value_or(Value::null())};
}

RequestVariables::RequestVariables(Exchange& exchange, const Surroundings& surroundings)
    : exchange_(exchange),
      surroundings_(surroundings),
      headers_(exchange.request.fields),
      claims_(exchange.facts.identity ? exchange.facts.identity->root() : json::Value(),
              "rawToken"),
      api_key_(exchange.facts.api_key ? exchange.facts.api_key->metadata : json::Value(), "key"),
      request_(kRequest, *this),
      source_(kSource, *this),
      destination_(kDestination, *this),
      backend_(kBackend, *this),
      env_(kEnv, *this) {}

cel::Value RequestVariables::root(std::size_t slot, Arena&) const {
  switch (static_cast<Root>(slot)) {
    case Root::request: return Value::object(request_);
    case Root::jwt: return exchange_.facts.identity ? Value::object(claims_) : Value::null();
    case Root::source: return Value::object(source_);
    case Root::destination: return Value::object(destination_);
    case Root::backend:
      return exchange_.record.backend.empty() ? Value::null() : Value::object(backend_);
    case Root::env: return Value::object(env_);
    case Root::api_key: return exchange_.facts.api_key ? Value::object(api_key_) : Value::null();
    case Root::basic_auth:
    case Root::llm:
    case Root::mcp:
    case Root::extauthz:
    case Root::extproc:
    case Root::metadata:
    case Root::response: return Value::null();
  }
  return Value::null();
}

}  // namespace jg::exchange
