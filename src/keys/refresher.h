// keys/refresher.h - keeps one document fresh: decides when, fetches, looks over, publishes.
//
// Owner:  the store. Thread: the store's.
// Errors: fetch.*, keys.*, jwks.*, revoked.*: into the operator's log, once when trouble begins, then once in
//         a while (base/silence.h); what is in force stays until its time is over.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/silence.h"
#include "fetch/transfers.h"
#include "keys/cache_folder.h"
#include "keys/remote_document.h"
#include "keys/schedule.h"

namespace jg::keys {

struct Means {
  const Clock& clock;
  FastRandom& random;
  fetch::Transfers& transfers;
  CacheFolder* cache = nullptr;  // null: nothing is kept
};

class Refresher {
 public:
  Refresher(const std::shared_ptr<RemoteDocument>& document, const Means& means);

  // Does what is due, and says when it is to be called again.
  SteadyTime turn();
  // Nobody has the document any more, and nothing is under way for it.
  bool is_over() const { return held_ == nullptr && document_.expired(); }

 private:
  void restore(RemoteDocument& document);
  void keep(bool is_same, std::string_view body);
  void fetch_discovery();
  void fetch_content(std::string url);
  fetch::Request request(std::string url) const;
  void take_discovery(Result<fetch::Answer> answer);
  void take_content(Result<fetch::Answer> answer);
  void succeed(const char* result, std::optional<std::chrono::seconds> fresh_for);
  void fail_with(const Error& error);
  void end(bool is_good);
  SystemTime wall(SteadyTime time) const;

  const std::weak_ptr<RemoteDocument> document_;
  const Means means_;
  Schedule schedule_;
  std::shared_ptr<RemoteDocument> held_;  // while a fetch is under way
  Content last_;                          // that was good, also when its time is over
  std::string last_url_;                  // where that came from, with this etag
  std::string etag_;
  std::string url_;  // that is being fetched
  Facts facts_;
  Silence silence_;
};

}  // namespace jg::keys
