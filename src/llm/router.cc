#include "llm/router.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/uri.h"
#include "llm/model_list.h"
#include "llm/observe/observe.h"
#include "llm/request.h"

namespace jg::llm {
namespace {

constexpr const char* kNotAllowed = "llm.model_not_allowed";

// By the name that is asked for, whatever model that turns out to be.
bool is_allowed(const exchange::Exchange& exchange, std::string_view model) {
  const auto& key = exchange.facts.api_key;
  return !key || key->allowed_models == nullptr ||
         std::ranges::any_of(*key->allowed_models, [&](const std::string& pattern) {
           return matches_pattern(pattern, model);
         });
}

std::unexpected<Error> unsupported(std::string_view what) {
  return fail(Blame::client, "llm.unsupported", std::string(what));
}

bool is_coded(const http::Fields& fields) {
  const auto coding = fields.find("content-encoding");
  return coding && !ascii::iequals(ascii::trim(*coding), "identity");
}

// Puts a changed body in the place of the one that came. What it now says is read from it again,
// since an override may have touched any member.
Result<void> apply_edits(const Model& model, std::string& body, ModelRequest& request) {
  auto edited = edit_body(body, request.object, model.edits);
  if (!edited) return {};
  auto changed = parse_model_request(*edited);
  if (!changed) return std::unexpected(std::move(changed.error()));
  body = std::move(*edited);
  request = std::move(*changed);
  return {};
}

}  // namespace

Task<Result<void>> ModelRouter::call(exchange::Exchange& exchange) const {
  exchange.record.protocol = "llm";
  exchange.record.backend = "llm:router";
  const auto match = find_operation(exchange.request.path);
  if (!match) co_return unsupported("no operation has this path");
  if (match->operation == Operation::models) co_return list(exchange, match->model_id);
  co_return co_await ask(exchange, match->operation);
}

Result<void> ModelRouter::list(exchange::Exchange& exchange, std::string_view model_id) const {
  if (exchange.request.method != "GET" && exchange.request.method != "HEAD")
    return unsupported("models can only be read");
  exchange.record.llm.emplace().operation = name_of(Operation::models);
  std::string body;
  if (model_id.empty()) {
    body = model_list_body(models_.visible(exchange), created_);
  } else {
    const auto id = http::percent_decode(model_id);
    if (!id) return fail(Blame::client, "llm.model_not_found");
    if (!is_allowed(exchange, *id)) return fail(Blame::client, kNotAllowed);
    const auto model = models_.resolve(*id, exchange);
    if (!model) return std::unexpected(model.error());
    body = model_body(*id, **model, created_);
  }
  exchange.response.head.status = 200;
  exchange.response.head.fields.add("content-type", "application/json");
  exchange.response.set_text(std::move(body));
  return {};
}

Task<Result<void>> ModelRouter::ask(exchange::Exchange& exchange, Operation operation) const {
  if (exchange.request.method != "POST") co_return unsupported("a model is asked with POST");
  if (is_coded(exchange.request.fields)) co_return fail(Blame::client, "llm.body_encoding");
  const auto body = co_await exchange::buffer_request_body(exchange);
  if (!body) co_return std::unexpected(body.error());
  auto request = parse_model_request(*body);
  if (!request) co_return std::unexpected(std::move(request.error()));
  telemetry::LlmRecord& record = exchange.record.llm.emplace();
  record.operation = name_of(operation);
  record.request_model = request->model;

  if (!is_allowed(exchange, request->model)) co_return fail(Blame::client, kNotAllowed);
  const auto model = models_.resolve(request->model, exchange);
  if (!model) co_return std::unexpected(model.error());
  const Provider& provider = *(*model)->provider;
  record.provider = provider.name();
  if (!provider.serves(operation))
    co_return unsupported("the model's provider has no such operation");
  if (const auto edited = apply_edits(**model, *exchange.buffered_body, *request); !edited)
    co_return std::unexpected(edited.error());
  record.request_model = request->model;
  record.streaming = request->stream;

  const SteadyTime begun = exchange.worker.clock.steady();
  const ProviderCall call{operation, *exchange.buffered_body, request->model, request->stream};
  auto called = co_await provider.call(exchange, call);
  if (called) observe_answer(exchange, begun);
  co_return called;
}

}  // namespace jg::llm
