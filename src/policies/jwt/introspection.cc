#include "policies/jwt/introspection.h"

#include "base/log.h"
#include "fetch/url.h"
#include "http/uri.h"
#include "json/writer.h"
#include "net/seat.h"
#include "policies/jwt/trusted_keys.h"

namespace jg::policies::jwt {
namespace {

constexpr std::chrono::seconds kBeyondFetch{1};

std::unexpected<Error> malformed(const char* why) {
  return fail(Blame::upstream, "introspection.malformed", why);
}

}  // namespace

Result<std::shared_ptr<const json::Document>> read_introspection(std::string_view answer,
                                                                 const std::string& issuer) {
  constexpr std::size_t kDepth = 32;
  auto document =
      json::Document::parse(answer, {.bytes = Introspection::kAnswerBytes, .depth = kDepth});
  if (!document || document->root().kind() != json::Kind::object)
    return malformed("it is no JSON object");
  const auto active = document->root().find("active");
  const auto is_active = active ? active->as_bool() : std::nullopt;
  if (!is_active) return malformed("it does not say whether the token is active");
  if (!*is_active) return nullptr;
  if (document->root().find("iss"))
    return std::make_shared<const json::Document>(std::move(*document));
  std::string text;
  json::Writer writer(text);
  writer.begin_object().member("iss", issuer);
  document->root().for_each_member(
      [&](std::string_view name, json::Value value) { writer.member_raw(name, value.dump()); });
  writer.end_object();
  auto completed = json::Document::parse(text, {.bytes = text.size()});
  if (!completed) return malformed("it cannot be written anew");
  return std::make_shared<const json::Document>(std::move(*completed));
}

Introspection::Introspection(IntrospectionSettings settings, Ask ask, const Clock& clock,
                             unsigned workers)
    : settings_(std::move(settings)),
      ask_(std::move(ask)),
      clock_(clock),
      witness_(std::make_shared<const TrustedKeys>(std::make_shared<const jose::KeySet>(), 0)) {
  for (unsigned i = 0; i < workers; ++i) by_worker_.push_back(std::make_unique<PerWorker>());
}

Introspection::Known Introspection::find(std::string_view token,
                                         const exchange::Worker& worker) const {
  PerWorker& own = *by_worker_[worker.index];
  const auto is_fresh = [&](const KnownToken& known) {
    return worker.clock.steady() - known.checked < settings_.cache_time;
  };
  const Known* const found = own.known.find(own.hash(token), token, is_fresh);
  return found != nullptr ? *found : nullptr;
}

Task<void> Introspection::ask(std::string token, const exchange::Worker& worker,
                              net::CancelSlot& cancel) const {
  PerWorker& own = *by_worker_[worker.index];
  if (own.waiting == kMostWaiting) co_return;
  const net::Seat seat(own.waiting);
  net::Waiter waiter(worker.loop);
  const auto call = join(token, worker);
  if (!call) co_return;
  call->lines[worker.index].push_back(waiter);
  cancel.bind(&waiter);
  co_await waiter.wait(settings_.transport.time + kBeyondFetch);
  cancel.bind(nullptr);
}

std::shared_ptr<Introspection::Call> Introspection::join(const std::string& token,
                                                         const exchange::Worker& worker) const {
  const Sha256 name = sha256(token);
  std::shared_ptr<Call> call;
  {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(name);
    const bool is_new = found == calls_.end();
    if (is_new && calls_.size() == kMostCalls) return nullptr;
    call =
        is_new ? std::make_shared<Call>(static_cast<unsigned>(by_worker_.size())) : found->second;
    call->loops[worker.index] = &worker.loop;
    if (!is_new) return call;
    calls_.emplace(name, call);
  }
  fetch::Request request{
      .url = settings_.url,
      .accept = "application/json",
      .form = Secret("token=" + http::percent_encode(token) + "&token_type_hint=access_token"),
      .authorization = settings_.authorization,
      .bytes = kAnswerBytes,
      .transport = settings_.transport};
  ask_(std::move(request), [self = shared_from_this(), token](Result<fetch::Answer> answer) {
    self->take(token, answer);
  });
  return call;
}

// On the store's thread.
void Introspection::take(const std::string& token, const Result<fetch::Answer>& answer) const {
  const Known known = learn(token, answer);
  std::shared_ptr<Call> call;
  {
    const std::lock_guard lock(mutex_);
    const auto found = calls_.find(sha256(token));
    call = found->second;
    calls_.erase(found);
  }
  // Nobody joins it any more.
  for (unsigned worker = 0; worker < call->loops.size(); ++worker) {
    if (call->loops[worker] == nullptr) continue;
    call->loops[worker]->post([self = shared_from_this(), call, known, worker] {
      PerWorker& own = *self->by_worker_[worker];
      if (known) own.known.insert(own.hash(known->text.reveal()), known);
      net::Line& line = call->lines[worker];
      while (!line.empty()) line.front().wake();
    });
  }
}

// Null when nothing was learnt.
Introspection::Known Introspection::learn(const std::string& token,
                                          const Result<fetch::Answer>& answer) const {
  const auto claims =
      answer ? read_introspection(answer->body, settings_.issuer) : std::unexpected(answer.error());
  if (!claims) {
    if (silence_.may_speak(clock_.steady()))
      log::warn("introspection: " + fetch::shown_url(settings_.url) + " gave no answer (" +
                claims.error().code + ": " + claims.error().detail + ")");
    return nullptr;
  }
  silence_.end();
  return std::make_shared<const KnownToken>(
      KnownToken{Secret(token),
                 {},
                 witness_,
                 *claims,
                 clock_.steady(),
                 *claims ? jose::TokenFacts({}, (*claims)->root()) : jose::TokenFacts()});
}

}  // namespace jg::policies::jwt
