#include "mcp/session_table.h"

#include <algorithm>
#include <vector>

#include "base/base64.h"
#include "base/digest.h"
#include "base/random.h"

namespace jg::mcp {
namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kShownBytes = 9;

std::unexpected<Error> unknown(const char* why) {
  return fail(Blame::client, "mcp.session_unknown", why);
}

bool is_over(const Session& session) {
  return session.is_idle() || (session.link && session.link->is_over());
}

}  // namespace

Result<std::shared_ptr<Session>> SessionTable::make(Session::Facts facts) {
  facts.id = base64url_encode(random_bytes(kIdBytes));
  const Sha256 digest = sha256(facts.id);
  facts.shown_id = base64url_encode(text_of(digest).substr(0, kShownBytes));
  auto session = std::make_shared<Session>(std::move(facts), clock_);
  const std::lock_guard lock(mutex_);
  const auto is_callers = [&](const auto& entry) {
    return entry.second->caller() == session->caller();
  };
  const bool is_known = !session->caller().empty();
  const bool has_many =
      is_known && std::ranges::count_if(sessions_, is_callers) >= std::ptrdiff_t{kMostOfCaller};
  if (has_many || sessions_.size() >= kMost) return fail(Blame::gateway, "mcp.session_limit");
  sessions_.emplace(session->id(), session);
  return session;
}

void SessionTable::complete(Session& session, std::shared_ptr<Link> link, bool has_batches) {
  const std::lock_guard lock(mutex_);
  session.link = std::move(link);
  session.has_batches = has_batches;
}

Result<std::shared_ptr<Session>> SessionTable::find(std::string_view id, std::uint64_t group,
                                                    std::string_view caller) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || !found->second->link) return unknown("nobody has this id");
  const Session& session = *found->second;
  if (session.group() != group) return unknown("the session is another backend's");
  if (session.caller() != caller) return unknown("the session is another caller's");
  if (is_over(session)) return unknown("the session has ended");
  return found->second;
}

// Links end without the lock: what they do then may come back here.
template <class Predicate>
void SessionTable::remove_if(Predicate predicate) {
  std::vector<std::shared_ptr<Session>> removed;
  {
    const std::lock_guard lock(mutex_);
    for (auto at = sessions_.begin(); at != sessions_.end();) {
      if (predicate(*at->second)) {
        removed.push_back(std::move(at->second));
        sessions_.erase(at++);
      } else {
        ++at;
      }
    }
  }
  for (const auto& session : removed)
    if (session->link) session->link->end();
}

void SessionTable::remove(std::string_view id) {
  remove_if([id](const Session& session) { return session.id() == id; });
}

void SessionTable::remove_group(std::uint64_t group) {
  remove_if([group](const Session& session) { return session.group() == group; });
}

void SessionTable::clear() {
  remove_if([](const Session&) { return true; });
}

void SessionTable::sweep() {
  remove_if([](const Session& session) { return is_over(session); });
}

std::size_t SessionTable::size() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

}  // namespace jg::mcp
