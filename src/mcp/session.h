// mcp/session.h - a client's dealings with the servers of one backend, from initialize to its end.
//
// Owner:  the table (mcp/session_table.h), and each exchange as long as it uses it.
// Thread: any: what is not const is atomic, or set before anybody knows the id.
// Trust:  an id alone opens nothing: the caller must be the one that began the session.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"

namespace jg::mcp {

// What a session has of one server.
class Link {
 public:
  virtual ~Link() = default;
  virtual void end() = 0;  // from any thread
  virtual bool is_over() const = 0;
};

class Session {
 public:
  struct Facts {
    std::string id;
    std::uint64_t group = 0;  // of the backend that it belongs to
    std::string caller;       // mcp/caller.h
    std::chrono::milliseconds idle_limit{};
    std::string shown_id = {};  // a fingerprint of the id, which opens nothing
  };
  Session(Facts facts, const Clock& clock) : facts_(std::move(facts)), clock_(clock) { touch(); }

  const std::string& id() const { return facts_.id; }
  const std::string& shown_id() const { return facts_.shown_id; }
  std::uint64_t group() const { return facts_.group; }
  const std::string& caller() const { return facts_.caller; }

  void use() { users_.fetch_add(1); }
  void leave() {
    touch();
    users_.fetch_sub(1);
  }
  bool is_idle() const {
    const SteadyTime used{SteadyTime::duration(used_.load())};
    return users_.load() == 0 && clock_.steady() - used > facts_.idle_limit;
  }

  // Set by who opened it, under the table's lock.
  std::shared_ptr<Link> link;
  bool has_batches = false;

 private:
  void touch() { used_.store(clock_.steady().time_since_epoch().count()); }

  const Facts facts_;
  const Clock& clock_;
  std::atomic<SteadyTime::rep> used_{0};
  std::atomic<int> users_{0};
};

// Keeps a session from being taken for idle.
class SessionUse {
 public:
  explicit SessionUse(std::shared_ptr<Session> session) : session_(std::move(session)) {
    if (session_) session_->use();
  }
  SessionUse(SessionUse&&) = default;
  SessionUse& operator=(SessionUse&&) = delete;
  ~SessionUse() {
    if (session_) session_->leave();
  }
  Session* operator->() const { return session_.get(); }
  Session* get() const { return session_.get(); }

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace jg::mcp
