// exchange/exchange.h - one request and its answer, as every policy and backend sees it; no matter
// which HTTP version.
//
// Owner:  the driver; reused by its connection, reset between exchanges.
// Thread: one loop.
// Trust:  `request` is what the client sent, canonical and without hop-by-hop fields; `facts` is
//         what was established.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "cel/value.h"
#include "exchange/identity.h"
#include "exchange/time_limit.h"
#include "http/body.h"
#include "http/message.h"
#include "http/tunnel.h"
#include "net/cancel.h"
#include "net/loop.h"
#include "net/tls_facts.h"
#include "telemetry/record.h"

namespace jg::telemetry {
class WorkerMetrics;
}

namespace jg::exchange {

class Trace;

// The loop's own things that policies and backends may use.
struct Worker {
  unsigned index = 0;  // 0 .. workers - 1: the key to state that is kept per worker
  const Clock& clock;
  FastRandom& random;
  net::Loop& loop;
  telemetry::WorkerMetrics* metrics = nullptr;  // null where nothing is counted
  Trace* trace = nullptr;  // null but where an exchange is only explained: nobody is called
};

struct Peer {
  std::string_view address;  // textual IP, no brackets
  std::uint16_t port = 0;
};

// What a rate limit made of the exchange.
struct RateLimit {
  struct Left {
    std::uint64_t limit = 0;
    std::uint64_t remaining = 0;
    std::chrono::seconds reset{0};  // until there is more
  };
  std::size_t choice = 0;    // which of its alternatives the policy applied
  std::optional<Left> left;  // of the tightest limit on requests, or the one that refused
};

// What the configuration, which owns it, says of the API key that a request came with.
struct ApiKey {
  json::Value metadata;                                      // an object, or nothing
  const std::vector<std::string>* allowed_models = nullptr;  // names and patterns; null: all
  std::string_view digest = {};  // SHA-256 of the key: names it without telling it
};

class Policy;
class RuleSet;

// Which of its alternatives a policy applied.
struct Choice {
  const Policy* of;
  std::size_t alternative;
  const Choice* before;
};

struct Facts {
  std::optional<Identity> identity;
  std::optional<ApiKey> api_key;
  std::optional<RateLimit> rate_limit;
  std::span<const cel::Entry> metadata;  // exchange/metadata.h
  const Choice* choices = nullptr;       // exchange/choices.h
  const RuleSet* mcp_rules = nullptr;    // mcpAuthorization, for the backend; the snapshot's
  std::string_view origin;  // as a browser sent it, for the policies that decide about pages
};

// An answer on its way to the client. Its head's views live in the exchange's arena, in static
// storage, or as long as `body`; no body means an empty one. Dropping the body before its end
// cancels the upstream's work.
struct Response {
  http::ResponseHead head;
  http::BodyOwner body;
  std::unique_ptr<http::Tunnel>
      tunnel;  // with status 101: the other end of the upgraded connection

  void set_text(std::string text) { body = http::BodyOwner(new http::TextBody(std::move(text))); }
};

// Which route answers, by name, and how it matched; owned by the snapshot.
struct RouteInfo {
  std::string name;  // "default/route0"
  std::string rule;
};

struct Challenge;
struct Refusal;
// A JSON body for an error, in the form that the clients of the request's path understand.
using ErrorShaper = std::string (*)(const Refusal& refusal, std::string_view request_path);

class Exchange {
 public:
  explicit Exchange(Worker& of_worker)
      : worker(of_worker), time_limit(of_worker.loop.deadlines()) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  Worker& worker;
  Arena arena;  // views put into `request`, `response` and `record` live here or longer
  http::RequestHead request;
  http::BodySource* request_body = nullptr;  // null when the request has none
  std::optional<std::string>
      buffered_body;  // by buffer_request_body; sent on instead of request_body
  std::size_t buffer_bytes = 2 * 1024 * 1024;  // the most that buffer_request_body reads
  bool wants_upgrade = false;                  // Connection: upgrade came with it
  Peer source;
  Peer destination;
  SystemTime received;  // when the head was complete
  Facts facts;
  net::CancelSlot cancel;  // fired when the client is gone or time is up
  TimeLimit time_limit;    // none until a policy or backend sets one
  const RouteInfo* route = nullptr;
  std::optional<std::string_view> matched_prefix;  // of the path, without a slash at its end
  bool keeps_authority = false;                    // the backend's host does not take its place
  ErrorShaper error_shaper =
      nullptr;  // how this route's clients want to read errors; null: plain text
  const Challenge* challenge = nullptr;  // of the policy that asks for a token; null: a plain one
  std::string_view missing_scope;        // that the rule which refused names; the snapshot's
  Response response;
  bool has_answer = false;                      // `response` is what the client will get
  std::optional<std::string_view> answer_text;  // its body, by buffer_answer_body
  telemetry::Record record;
  // Names of fields that carry credentials, besides the well-known; the snapshot's.
  std::span<const std::string> secret_fields;
  const net::TlsFacts* tls = nullptr;  // null on a plain connection; lives as long as that

  void reset();
};

// The whole body of the answer, read once and kept in the exchange; upstream.body_too_large past
// exchange.buffer_bytes. Trailers behind it are lost.
Task<Result<void>> buffer_answer_body(Exchange& exchange);

// The whole request body, read once and kept in the exchange; `http.body_too_large` past
// exchange.buffer_bytes.
Task<Result<std::string_view>> buffer_request_body(Exchange& exchange);

}  // namespace jg::exchange
