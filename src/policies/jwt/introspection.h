// policies/jwt/introspection.h - tokens that only their issuer can read: it is asked what they say,
// and its answer counts for a while.
//
// Owner:  the providers that ask the same endpoint, in this snapshot and the next
//         (exchange/kept_states.h).
// Thread: find() and ask() for the worker that asks; answers come on the thread of the store, and each
//         loop takes its own.
// Limits: kMostCalls under way; kMostWaiting requests of a worker; a worker knows kMostKnown answers.
//         One request is under way for a token, whoever waits for it.
// Spec:   RFC 7662 section 2.
// Trust:  the token is hostile, and goes to the issuer only; the answer is the issuer's.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/silence.h"
#include "exchange/exchange.h"
#include "keys/store.h"
#include "net/waiter.h"
#include "policies/jwt/token_table.h"

namespace jg::policies::jwt {

// There is no answer, so the token may be good.
inline constexpr const char* kIntrospectionUnavailable = "jwt.introspection_unavailable";

struct IntrospectionSettings {
  std::string issuer;    // whose tokens they are
  std::string url;       // of the endpoint
  Secret authorization;  // what it is asked with; empty: nothing
  std::chrono::milliseconds cache_time{30'000};
  fetch::Transport transport = {};
};

class Introspection : public std::enable_shared_from_this<Introspection> {
 public:
  static constexpr std::size_t kMostCalls = 256;
  static constexpr std::size_t kMostWaiting = 1024;
  static constexpr TableLimits kMostKnown{.entries = 8192, .bytes = 16 << 20};
  static constexpr std::size_t kAnswerBytes = 64 * 1024;

  // How an endpoint is asked; the answer is given on a thread of its own.
  using Ask = std::function<void(fetch::Request, fetch::Transfers::Done)>;

  Introspection(IntrospectionSettings settings, Ask ask, const Clock& clock, unsigned workers);

  const IntrospectionSettings& settings() const { return settings_; }

  using Known = std::shared_ptr<const KnownToken>;
  // What the issuer said of it, no longer ago than the cache's time: without claims when it is not
  // active. Null when it has to be asked.
  Known find(std::string_view token, const exchange::Worker& worker) const;
  // Returns when there is an answer, when the wait was long enough, or when it is cancelled.
  Task<void> ask(std::string token, const exchange::Worker& worker, net::CancelSlot& cancel) const;

 private:
  struct PerWorker {
    WideHash hash;
    TokenTable known{kMostKnown};
    std::size_t waiting = 0;
  };
  // A request under way, and who waits for it.
  struct Call {
    explicit Call(unsigned workers) : lines(workers), loops(workers) {}
    std::vector<net::Line> lines;   // by worker, each its own
    std::vector<net::Loop*> loops;  // by worker; null where nobody waits; under the lock
  };
  using Calls = std::map<Sha256, std::shared_ptr<Call>>;

  // Null when there are too many.
  std::shared_ptr<Call> join(const std::string& token, const exchange::Worker& worker) const;
  void take(const std::string& token, const Result<fetch::Answer>& answer) const;
  Known learn(const std::string& token, const Result<fetch::Answer>& answer) const;

  const IntrospectionSettings settings_;
  const Ask ask_;
  const Clock& clock_;
  // What answers are bound to: they are of no use to anybody when this is gone.
  const std::shared_ptr<const TrustedKeys> witness_;
  std::vector<std::unique_ptr<PerWorker>> by_worker_;
  mutable Silence silence_;  // of the store's thread
  mutable std::mutex mutex_;
  mutable Calls calls_;  // by the digest of the token
};

// The claims of an answer (RFC 7662 section 2.2), with `iss` where it has none: it is the issuer's
// own word. Null: the token is not active.
Result<std::shared_ptr<const json::Document>> read_introspection(std::string_view answer,
                                                                 const std::string& issuer);

}  // namespace jg::policies::jwt
