#include "exchange/reply.h"

#include "base/hex.h"
#include "exchange/challenge.h"
#include "exchange/refusal.h"
#include "http/grpc.h"

namespace jg::exchange {
namespace {

// What begins the answer to whoever could not be authenticated.
std::string_view failed_authentication(const Refusal& refusal) {
  if (is_about_token(refusal)) return "authentication failure: ";
  if (std::string_view(refusal.reason) == "APIKeyAuth") return "api key authentication failure: ";
  return "";
}

// A code that no row covers could be anything, so the client reads `internal`.
std::string_view public_code(const Refusal& refusal, const Error& error) {
  return refusal.code == "internal" ? refusal.code : std::string_view(error.code);
}

// In agentgateway's words, which programs look for; behind them the code, which people do.
std::string text_of(const Refusal& refusal, std::string_view code) {
  if (refusal.code == "authorization.denied") return std::string(refusal.says);
  std::string out(failed_authentication(refusal));
  return out.append(refusal.says).append(" (").append(code).append(")\n");
}

void add_challenges(Exchange& exchange, const Refusal& refusal) {
  for (const std::string& text : challenge_texts(exchange, refusal))
    exchange.response.head.fields.add("www-authenticate", exchange.arena.copy(text));
}

// All but printable ASCII, and the percent sign.
std::string encode_grpc_message(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 0x20 && c < 0x7f && c != '%') {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

void answer_grpc(Exchange& exchange, const Refusal& refusal, std::string text) {
  if (!text.empty() && text.back() == '\n') text.pop_back();
  auto& fields = exchange.response.head.fields;
  fields.add("content-type", "application/grpc");
  fields.add("grpc-status", exchange.arena.copy(std::to_string(refusal.grpc_status)));
  fields.add("grpc-message", exchange.arena.copy(encode_grpc_message(text)));
  exchange.record.grpc_status = refusal.grpc_status;
}

void note(Exchange& exchange, const Refusal& refusal, const Error& error) {
  telemetry::Record& record = exchange.record;
  record.code = error.code;
  record.reason = refusal.reason;
  record.limit = refusal.limit;
  record.error = error.detail.empty() ? refusal.says : exchange.arena.copy(error.detail);
}

}  // namespace

void reply_with(Exchange& exchange, const Error& error) {
  const Refusal& refusal = find_refusal(error.code);
  const std::string_view code = public_code(refusal, error);
  Response& response = exchange.response;
  response.body.reset();
  response.tunnel.reset();
  response.head.reason = {};
  response.head.fields.clear();
  const bool grpc = http::is_grpc(exchange.request);
  response.head.status = grpc ? 200 : refusal.status;
  if (grpc) {
    answer_grpc(exchange, refusal, text_of(refusal, code));
  } else if (exchange.error_shaper != nullptr) {
    response.head.fields.add("content-type", "application/json");
    Refusal shown = refusal;
    shown.code = code;  // of a family's row: the member's own
    response.set_text(exchange.error_shaper(shown, exchange.request.path));
  } else {
    response.head.fields.add("content-type", "text/plain");
    response.set_text(text_of(refusal, code));
  }
  add_challenges(exchange, refusal);
  exchange.record.status = response.head.status;
  note(exchange, refusal, error);
}

void note_break(Exchange& exchange, const Error& error) {
  note(exchange, find_refusal(error.code), error);
}

}  // namespace jg::exchange
