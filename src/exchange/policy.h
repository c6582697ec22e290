// exchange/policy.h - the contract of a policy: looks at an exchange, lets it on, answers it, or
// refuses it.
//
// Owner:  the snapshot; shared by all workers, so const and without state of its own (per-worker
//         state is indexed by exchange.worker.index).
// Errors: a refusal is an Error; its code decides the status (exchange/refusal.h). Nothing else may
//         refuse.
// Thread: on_* run on the exchange's loop.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "exchange/exchange.h"

namespace jg::exchange {

// The order of policies is a property of what they are, never of the file's order. New stages are
// put where they belong in this list; within one phase (gateway, then route) policies run from top
// to bottom, responses from bottom to top.
enum class Stage : std::uint8_t {
  arm,        // holds for all that follows: timeout
  admit,      // needs no identity: cors
  identify,   // jwtAuth, apiKey, basicAuth
  authorize,  // authorization
  limit,      // rate limits
  reshape,    // transformations
  transform,  // header changes
  rewrite,    // urlRewrite
  redirect,   // requestRedirect
  delay,      // delay
  answer,     // directResponse
};

enum class Verdict : std::uint8_t {
  proceed,   // on to the next
  answered,  // exchange.response is the answer; no backend is called
  wait,      // cannot tell without waiting: the driver awaits resume()
};

class Policy {
 public:
  virtual ~Policy() = default;

  virtual Result<Verdict> on_request(Exchange& exchange) const = 0;
  // Only after `wait`; the answer is proceed or answered.
  virtual Task<Result<Verdict>> resume(Exchange& exchange) const;
  virtual void on_response(Exchange& exchange) const;
  // The last phase, always, exactly once for each policy whose on_request ran.
  virtual void on_done(Exchange& exchange) const;

  // What this policy does and, more important, what it does NOT check, for start-up and
  // --validate-only: "jwtAuth: strict, issuer agentgateway.dev", "jwtAuth: audience is not checked
  // (no audiences configured)".
  struct Remark {
    enum class Kind : std::uint8_t { states, warns } kind = Kind::states;
    std::string text;
  };
  virtual std::vector<Remark> remarks() const { return {}; }

  // Part in the question whether nobody known can get through a route, for the list at start-up.
  enum class Stance : std::uint8_t {
    indifferent,           // lets everybody on, whatever else it does
    judges,                // refuses some requests, whoever sends them
    identifies,            // finds out who calls, but lets nobody known go on
    turns_anonymous_away,  // a strict jwtAuth; a rule that needs a claim
  };
  virtual Stance stance() const { return Stance::indifferent; }

  // The bodies that are read in full before on_request and on_response (Exchange::buffer_bytes).
  struct Bodies {
    bool request = false;
    bool answer = false;
  };
  virtual Bodies bodies() const { return {}; }

  // Paths that it answers itself, whatever else its route is for.
  virtual std::vector<std::string_view> own_paths() const { return {}; }

  // The query parameters that carry a credential; logs leave their values out.
  virtual std::vector<std::string_view> secret_parameters() const { return {}; }
  // The header fields that carry one, in lower case; likewise.
  virtual std::vector<std::string_view> secret_fields() const { return {}; }
};

}  // namespace jg::exchange
