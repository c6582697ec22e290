#include "exchange/variables.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "base/lower_in.h"
#include "exchange/certificate_members.h"
#include "http/grpc.h"
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
  return lower_in(parsed ? parsed->host : authority, arena);
}

std::string_view uri(const http::RequestHead& request, std::string_view target, Arena& arena) {
  const std::array<std::string_view, 4> parts = {request.scheme, "://", request.authority, target};
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

// A query may hold a credential, which the record does not.
std::string_view target(const RequestVariables& variables) {
  return variables.hides_credentials() ? variables.exchange().record.path : head(variables).target;
}

Read text(const std::optional<std::string>& text) {
  return text ? Read(Value::string(*text)) : std::nullopt;
}

Read address(const Peer& peer) { return Value::string(peer.address); }
Read port(const Peer& peer) { return Value::integer(peer.port); }

using V = const RequestVariables&;

constexpr cel::Kinds kBool = cel::kinds(cel::Kind::boolean);
constexpr cel::Kinds kInt = cel::kinds(cel::Kind::integer);
constexpr cel::Kinds kText = cel::kinds(cel::Kind::string);
constexpr cel::Kinds kBytes = cel::kinds(cel::Kind::bytes);
constexpr cel::Kinds kList = cel::kinds(cel::Kind::list);
constexpr cel::Kinds kMap = cel::kinds(cel::Kind::map);

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

// Absent while there is one that was not read.
Read request_body(V v, Arena&) {
  const Exchange& exchange = v.exchange();
  if (exchange.buffered_body) return Value::bytes(*exchange.buffered_body);
  return exchange.request_body == nullptr ? Read(Value::bytes({})) : std::nullopt;
}

Read grpc_status(V v, Arena&) {
  const auto status = http::find_grpc_status(v.exchange().response.head.fields);
  return status ? Read(Value::integer(*status)) : std::nullopt;
}

Read answer_body(V v, Arena&) {
  const auto& text = v.exchange().answer_text;
  return text ? Read(Value::bytes(*text)) : std::nullopt;
}

constexpr auto kRequest = std::to_array<Member>({
    {"method", "\"GET\", as it came",
     [](V v, Arena&) -> Read { return Value::string(head(v).method); }},
    {"uri", "scheme, authority, path and query",
     [](V v, Arena& arena) -> Read { return Value::string(uri(head(v), target(v), arena)); }},
    {"host", "in lower case, without its port",
     [](V v, Arena& arena) -> Read { return Value::string(host(head(v).authority, arena)); }},
    {"scheme", "\"http\" or \"https\"",
     [](V v, Arena&) -> Read { return Value::string(head(v).scheme); }},
    {"path", "canonical, without query",
     [](V v, Arena&) -> Read { return Value::string(head(v).path); }},
    {"pathAndQuery", "as it will be sent on",
     [](V v, Arena&) -> Read { return Value::string(target(v)); }},
    {"version", "\"HTTP/1.1\", \"HTTP/2.0\"",
     [](V v, Arena&) -> Read { return Value::string(version_text(head(v).version)); }},
    {"headers", "fields by name; a list where one came several times",
     [](V v, Arena&) -> Read { return Value::object(v.headers()); }, kMap, kText | kList},
    {"startTime", "when its head was complete",
     [](V v, Arena&) -> Read { return Value::timestamp(timestamp(v.exchange().received)); },
     cel::kinds(cel::Kind::timestamp)},
    {"body", "in full; up to maxBufferSize is read for it", request_body, kBytes},
});

constexpr auto kResponse = std::to_array<Member>({
    {"code", "its status",
     [](V v, Arena&) -> Read { return Value::integer(v.exchange().response.head.status); }, kInt},
    {"grpcStatus", "of a gRPC answer that has no body", grpc_status, kInt},
    {"headers", "fields by name; a list where one came several times",
     [](V v, Arena&) -> Read { return Value::object(v.answer_headers()); }, kMap, kText | kList},
    {"body", "in full; up to maxBufferSize is read for it", answer_body, kBytes},
});

// No protocol that hides the peer is read yet, so the raw address is the address.
constexpr auto kSource = std::to_array<Member>({
    {"address", "the client's", [](V v, Arena&) { return address(v.exchange().source); }},
    {"port", "the client's", [](V v, Arena&) { return port(v.exchange().source); }, kInt},
    {"rawAddress", "the same: no protocol that hides it is read",
     [](V v, Arena&) { return address(v.exchange().source); }},
    {"rawPort", "the same", [](V v, Arena&) { return port(v.exchange().source); }, kInt},
    {"identity", "trustDomain, namespace, serviceAccount of its certificate",
     of_certificate<certificate::identity>, kMap, kText},
    {"spiffeId", "of its certificate", of_certificate<certificate::spiffe_id>},
    {"subjectAltNames", "of its certificate", of_certificate<certificate::subject_alt_names>, kList,
     kText},
    {"issuer", "of its certificate", of_certificate<certificate::issuer>},
    {"subject", "of its certificate", of_certificate<certificate::subject>},
    {"subjectCn", "of its certificate", of_certificate<certificate::subject_common_name>},
    {"certificate", "as PEM", of_certificate<certificate::pem>},
});

constexpr auto kDestination = std::to_array<Member>({
    {"address", "where it was reached",
     [](V v, Arena&) { return address(v.exchange().destination); }},
    {"port", "where it was reached", [](V v, Arena&) { return port(v.exchange().destination); },
     kInt},
    {"hostname", "that the TLS handshake named", server_name},
});

constexpr auto kBackend = std::to_array<Member>({
    {"name", "the backend that was chosen",
     [](V v, Arena&) -> Read { return Value::string(v.exchange().record.backend); }},
});

template <auto kField>
Read llm_text(V v, Arena&) {
  return Value::string((*v.exchange().record.llm).*kField);
}

template <auto kField>
Read llm_number(V v, Arena&) {
  const std::optional<std::uint64_t>& number = (*v.exchange().record.llm).*kField;
  return number ? Read(Value::integer(static_cast<std::int64_t>(*number))) : std::nullopt;
}

Read llm_streaming(V v, Arena&) { return Value::boolean(v.exchange().record.llm->streaming); }

Read llm_first_token(V v, Arena&) {
  const auto& time = v.exchange().record.llm->time_to_first_token;
  return time ? Read(Value::duration(time->count())) : std::nullopt;
}

using L = telemetry::LlmRecord;
constexpr auto kLlm = std::to_array<Member>({
    {"streaming", "whether it was asked for piece by piece", llm_streaming, kBool},
    {"requestModel", "as it was asked for", llm_text<&L::request_model>},
    {"responseModel", "as the provider names it", llm_text<&L::response_model>},
    {"provider", "who served it", llm_text<&L::provider>},
    {"inputTokens", "that it used", llm_number<&L::input_tokens>, kInt},
    {"cachedInputTokens", "of those the remembered ones", llm_number<&L::cached_input_tokens>,
     kInt},
    {"outputTokens", "that it used", llm_number<&L::output_tokens>, kInt},
    {"reasoningTokens", "of those the unseen ones", llm_number<&L::reasoning_tokens>, kInt},
    {"totalTokens", "that it used", llm_number<&L::total_tokens>, kInt},
    {"timeToFirstToken", "how long the model thought", llm_first_token,
     cel::kinds(cel::Kind::duration)},
});

using McpKind = telemetry::McpSubject::Kind;

// Absent unless the message is about one.
template <McpKind kKind>
Read mcp_subject(V v, Arena& arena) {
  const telemetry::McpSubject& subject = v.exchange().record.mcp->subject;
  if (subject.kind != kKind) return std::nullopt;
  return Value::map(*arena.make<std::array<cel::Entry, 2>>(
      std::array<cel::Entry, 2>{{{Value::string("target"), Value::string(subject.target)},
                                 {Value::string("name"), Value::string(subject.name)}}}));
}

template <auto kField>
Read mcp_text(V v, Arena&) {
  const std::string& text = (*v.exchange().record.mcp).*kField;
  return text.empty() ? std::nullopt : Read(Value::string(text));
}

using M = telemetry::McpRecord;
constexpr auto kMcp = std::to_array<Member>({
    {"methodName", "of the message, \"tools/call\"", mcp_text<&M::method>},
    {"sessionId", "a fingerprint of the session's", mcp_text<&M::session>},
    {"tool", "target and name of the tool it is about", mcp_subject<McpKind::tool>, kMap, kText},
    {"prompt", "likewise of the prompt", mcp_subject<McpKind::prompt>, kMap, kText},
    {"resource", "likewise of the resource; its name is its URI", mcp_subject<McpKind::resource>,
     kMap, kText},
    {"task", "likewise of the task; its name is its id", mcp_subject<McpKind::task>, kMap, kText},
});

constexpr auto kEnv = std::to_array<Member>({
    {"podName", "POD_NAME of the environment",
     [](V v, Arena&) { return text(v.surroundings().pod_name); }},
    {"namespace", "NAMESPACE of the environment",
     [](V v, Arena&) { return text(v.surroundings().pod_namespace); }},
    {"gateway", "GATEWAY of the environment",
     [](V v, Arena&) { return text(v.surroundings().gateway); }},
});

constexpr auto kRoots = std::to_array<RootFacts>({
    {Root::request, "request", "what the client asks", Phase::request, kRequest},
    {Root::jwt,
     "jwt",
     "the claims of a verified token; rawToken is a mark in its place",
     Phase::request,
     {}},
    {Root::source, "source", "who connected", Phase::connection, kSource},
    {Root::destination, "destination", "what it connected to", Phase::connection, kDestination},
    {Root::backend, "backend", "who will answer", Phase::request, kBackend},
    {Root::env, "env", "where this process runs", Phase::connection, kEnv},
    {Root::api_key, "apiKey", "the key's metadata; key is a mark in its place", Phase::request, {}},
    {Root::basic_auth, "basicAuth", "not yet", Phase::never, {}},
    {Root::llm, "llm", "a call to a model, and what it used", Phase::done, kLlm},
    {Root::mcp, "mcp", "a message of MCP", Phase::message, kMcp},
    {Root::extauthz, "extauthz", "not yet", Phase::never, {}},
    {Root::extproc, "extproc", "not yet", Phase::never, {}},
    {Root::metadata, "metadata", "what transformations put down", Phase::request, {}},
    {Root::response, "response", "what the client will get", Phase::answer, kResponse},
});

}  // namespace

std::span<const RootFacts> roots() { return kRoots; }

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

RequestVariables::RequestVariables(Exchange& exchange, const Surroundings& surroundings,
                                   Credentials credentials)
    : exchange_(exchange),
      surroundings_(surroundings),
      credentials_(credentials),
      headers_(exchange.request.fields, credentials, exchange.secret_fields),
      answer_headers_(exchange.response.head.fields, credentials, exchange.secret_fields),
      claims_(exchange.facts.identity ? exchange.facts.identity->root() : json::Value(),
              "rawToken"),
      api_key_(exchange.facts.api_key ? exchange.facts.api_key->metadata : json::Value(), "key"),
      request_(kRequest, *this),
      response_(kResponse, *this),
      source_(kSource, *this),
      destination_(kDestination, *this),
      backend_(kBackend, *this),
      env_(kEnv, *this),
      llm_(kLlm, *this),
      mcp_(kMcp, *this) {}

bool RequestVariables::is_there(Root root) const {
  switch (root) {
    case Root::request:
    case Root::source:
    case Root::destination:
    case Root::env: return true;
    case Root::jwt: return exchange_.facts.identity.has_value();
    case Root::backend: return !exchange_.record.backend.empty();
    case Root::api_key: return exchange_.facts.api_key.has_value();
    case Root::llm: return exchange_.record.llm.has_value();
    case Root::mcp: return exchange_.record.mcp.has_value();
    case Root::metadata: return !exchange_.facts.metadata.empty();
    case Root::response: return exchange_.has_answer;
    case Root::basic_auth:
    case Root::extauthz:
    case Root::extproc: return false;
  }
  return false;
}

cel::Value RequestVariables::root(std::size_t slot, Arena&) const {
  const Root root = static_cast<Root>(slot);
  if (!is_there(root)) return Value::null();
  switch (root) {
    case Root::request: return Value::object(request_);
    case Root::jwt: return Value::object(claims_);
    case Root::source: return Value::object(source_);
    case Root::destination: return Value::object(destination_);
    case Root::backend: return Value::object(backend_);
    case Root::env: return Value::object(env_);
    case Root::api_key: return Value::object(api_key_);
    case Root::llm: return Value::object(llm_);
    case Root::metadata: return Value::map(exchange_.facts.metadata);
    case Root::response: return Value::object(response_);
    case Root::mcp: return Value::object(mcp_);
    case Root::basic_auth:
    case Root::extauthz:
    case Root::extproc: break;
  }
  return Value::null();
}

// Empty also where root() must be asked.
std::optional<cel::Value> RequestVariables::find(const cel::RootMember& member,
                                                 Arena& arena) const {
  const RootFacts& facts = kRoots[member.slot];
  if (!is_there(facts.root)) return std::nullopt;
  if (facts.root == Root::jwt) return claims_.field(member.name, arena);
  if (member.field >= facts.members.size()) return std::nullopt;
  return facts.members[member.field].read(*this, arena);
}

cel::Value RequestVariables::member(const cel::RootMember& member, cel::Context& context) const {
  const auto found = find(member, context.arena());
  return found ? context.pay_for(*found) : Activation::member(member, context);
}

}  // namespace jg::exchange
