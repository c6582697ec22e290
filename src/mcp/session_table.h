// mcp/session_table.h - all sessions of the process, by their ids.
//
// Owner:  the hub.
// Thread: any, behind one lock that is held for a look-up: a client's next request may come to any
//         worker.
// Errors: mcp.session_limit, mcp.session_unknown.
// Limits: kMost sessions, kMostOfCaller of them one caller's; each as long as it is used or not idle
//         for longer than its limit.
// Trust:  ids are 128 bits of the kernel's generator. A known id of another caller or backend is
//         answered as an unknown one is.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/hash.h"
#include "mcp/session.h"

namespace jg::mcp {

class SessionTable {
 public:
  static constexpr std::size_t kMost = 1024;
  static constexpr std::size_t kMostOfCaller = 256;  // of one who is known

  explicit SessionTable(const Clock& clock) : clock_(clock) {}

  // A new one, which holds a place but which nobody knows yet; its id is drawn here.
  Result<std::shared_ptr<Session>> make(Session::Facts facts);
  // It has begun: from now on it is found.
  void complete(Session& session, std::shared_ptr<Link> link, bool has_batches);
  Result<std::shared_ptr<Session>> find(std::string_view id, std::uint64_t group,
                                        std::string_view caller);
  void remove(std::string_view id);
  void remove_group(std::uint64_t group);
  void clear();
  // Those that are idle, or whose server is over.
  void sweep();
  std::size_t size() const;

 private:
  template <class Predicate>
  void remove_if(Predicate predicate);

  const Clock& clock_;
  mutable std::mutex mutex_;
  boost::unordered_flat_map<std::string, std::shared_ptr<Session>, KeyedHash, std::equal_to<>>
      sessions_;
};

}  // namespace jg::mcp
