// telemetry/record.h - what one exchange leaves in the access log and the metrics.
//
// Owner:  the exchange; views live as long as it does.
// Thread: one loop.
// Trust:  query strings are redacted before they come here; no credential is ever put in.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "telemetry/limit.h"

namespace jg::telemetry {

// Token counts and names of one call to a language model (OpenTelemetry GenAI conventions name the
// log fields).
struct LlmRecord {
  std::string operation;  // chat, responses, embeddings, models
  std::string provider;
  std::string request_model;
  std::string response_model;
  bool streaming = false;
  std::optional<std::uint64_t> input_tokens;
  std::optional<std::uint64_t> cached_input_tokens;
  std::optional<std::uint64_t> output_tokens;
  std::optional<std::uint64_t> reasoning_tokens;
  std::optional<std::uint64_t> total_tokens;
  std::optional<std::chrono::nanoseconds> time_to_first_token;
};

// What one message of MCP is about; a server's tool, say.
struct McpSubject {
  enum class Kind : std::uint8_t { none, tool, prompt, resource, task };
  Kind kind = Kind::none;
  std::string target;  // the server's name in the configuration
  std::string name;    // as the server knows it; a resource's URI
};

// The word for it in logs, labels and expressions; empty for none.
std::string_view name_of(McpSubject::Kind kind);

// The message of MCP that an exchange carries, its arguments never.
struct McpRecord {
  std::string method;
  std::string_view method_label;  // the same, or OTHER for one that nobody knows
  McpSubject subject;
  std::string session;  // a fingerprint of the session's id
  bool tells_kind = true;
};

// Where the time of an exchange went that called a backend.
struct UpstreamTimes {
  std::chrono::nanoseconds before{};  // policies and routing, until the backend was called
  std::chrono::nanoseconds call{};    // until its answer's head was there
  std::optional<std::chrono::nanoseconds> behind{};  // until the answer to the client began
};

struct Record;

// A field that the configuration adds to a line of the access log.
struct AddedField {
  std::string_view name;   // of letters, digits, dots, dashes and underscores
  std::string_view value;  // text, or as it is: a number, true, JSON
  bool is_text = true;
};

// Takes a field out of the line.
using ClearField = void (*)(Record&);

struct Record {
  SystemTime start;
  std::chrono::nanoseconds duration{};
  std::optional<UpstreamTimes> upstream;
  unsigned retries = 0;   // calls to an upstream after the first
  std::string_view bind;  // "bind/3000"
  std::string_view gateway;
  std::string_view listener;
  std::string_view route;  // "default/route0"; empty when none matched
  std::string_view route_rule;
  std::string_view backend;   // "localhost:8080", "llm:router"; empty when none was called
  std::string_view endpoint;  // "127.0.0.1:8080"; empty when none was reached
  std::string_view protocol;  // "http", "llm"
  std::string_view source;    // "127.0.0.1:53422"
  std::string_view method;
  std::string_view host;
  std::string_view path;     // with the redacted query
  std::string_view version;  // "HTTP/1.1"
  int status = 0;            // 0: the client was gone before one was sent
  std::optional<int> grpc_status;
  std::string_view jwt_subject;  // the claim `sub` of a verified token, when it is a string
  const char* code = nullptr;    // the refusal's or failure's stable code, "jwt.expired"
  const char* reason =
      nullptr;  // agentgateway's reason label, "JwtAuth"; null when the upstream answered
  std::optional<Limit> limit;       // that was hit
  std::string_view error;           // the operator's detail
  std::uint64_t request_bytes = 0;  // body bytes
  std::uint64_t response_bytes = 0;
  std::optional<LlmRecord> llm;
  std::optional<McpRecord> mcp;
  // What the configuration makes of the line in the access log.
  bool is_logged = true;
  bool tells_duration = true;
  std::span<const AddedField> added;
  std::span<const ClearField> removed;
  // Of the TLS handshake.
  std::string_view source_identity;  // the SPIFFE ID in the client's certificate
  std::string_view server_name;      // asked for; only of a request without host
};

}  // namespace jg::telemetry
