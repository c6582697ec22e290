// keys/refresher.h - keeps one key set fresh: decides when, fetches, looks over, publishes.
//
// Owner:  the store. Thread: the store's.
// Errors: fetch.*, keys.*, jwks.*: into the operator's log, once when trouble begins, then once in
//         kSilence; what is in force stays until its time is over.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "fetch/transfers.h"
#include "keys/remote_keys.h"
#include "keys/schedule.h"

namespace jg::keys {

struct Means {
  const Clock& clock;
  FastRandom& random;
  fetch::Transfers& transfers;
};

class Refresher {
 public:
  static constexpr std::chrono::seconds kSilence{60};

  Refresher(const std::shared_ptr<RemoteKeys>& keys, const Means& means);

  // Does what is due, and says when it is to be called again.
  SteadyTime turn();
  // Nobody has the keys any more, and nothing is under way for them.
  bool is_over() const { return held_ == nullptr && keys_.expired(); }

 private:
  void fetch_discovery();
  void fetch_keys(std::string url);
  fetch::Request request(std::string url) const;
  void take_discovery(Result<fetch::Answer> answer);
  void take_keys(Result<fetch::Answer> answer);
  void succeed(const char* result, std::optional<std::chrono::seconds> fresh_for);
  void fail_with(const Error& error);
  void end(bool is_good);
  SystemTime wall(SteadyTime time) const;

  const std::weak_ptr<RemoteKeys> keys_;
  const Means means_;
  Schedule schedule_;
  std::shared_ptr<RemoteKeys> held_;          // while a fetch is under way
  std::shared_ptr<const jose::KeySet> last_;  // that was good, also when its time is over
  std::string last_url_;                      // where that came from, with this etag
  std::string etag_;
  std::string url_;  // of the keys being fetched
  Facts facts_;
  SteadyTime silent_until_ = SteadyTime::min();
};

}  // namespace jg::keys
