#include "mcp/conversation/conversation.h"

#include <algorithm>

namespace jg::mcp {
namespace {

constexpr int kInternalError = -32603;

std::string says(const char* code) { return "the server has ended (" + std::string(code) + ")"; }

}  // namespace

std::vector<Conversation::Pending>::iterator Conversation::find(const std::string& id) {
  return std::ranges::find(pending_, id, &Pending::id);
}

Result<void> Conversation::ask(const Batch& batch, const std::shared_ptr<Inbox>& inbox) {
  const std::size_t before = pending_.size();
  const auto asked = std::make_shared<Asked>(Asked{inbox, batch.requests()});
  const auto refuse = [&](Blame blame, const char* code) {
    pending_.resize(before);
    return fail(blame, code);
  };
  for (const Message& message : batch.messages) {
    if (!message.is_request()) continue;
    if (find(message.id) != pending_.end()) return refuse(Blame::client, "mcp.duplicate_id");
    if (pending_.size() == kMostPending) return refuse(Blame::client, "mcp.server_busy");
    pending_.push_back({message.id, message.progress_token, message.is_initialize(), asked});
  }
  for (const Message& message : batch.messages)
    if (!message.cancelled_id.empty()) drop(message.cancelled_id);
  return {};
}

void Conversation::withdraw(const Inbox& inbox) {
  std::erase_if(pending_,
                [&](const Pending& pending) { return pending.asked->inbox.get() == &inbox; });
}

// The server owes no answer any more (MCP "Cancellation").
void Conversation::drop(const std::string& id) {
  const auto found = find(id);
  if (found == pending_.end()) return;
  const auto asked = found->asked;
  pending_.erase(found);
  if (--asked->left == 0) asked->inbox->close();
}

void Conversation::listen(std::shared_ptr<Inbox> inbox) {
  if (listener_) listener_->close();
  listener_ = std::move(inbox);
  flush_waiting();
}

// True when nothing waits any more.
bool Conversation::flush_waiting() {
  while (!waiting_.empty() && listener_->put(waiting_.front())) {
    waiting_bytes_ -= waiting_.front().text.size();
    waiting_.pop_front();
  }
  return waiting_.empty();
}

// Moves it, where there is room.
bool Conversation::wait(Message& message) {
  const std::size_t bytes = waiting_bytes_ + message.text.size();
  if (waiting_.size() == kMostWaiting || bytes > kMostWaitingBytes) return false;
  waiting_bytes_ = bytes;
  waiting_.push_back(std::move(message));
  return true;
}

std::optional<Message> Conversation::take(Message message) {
  if (message.kind == Message::Kind::response) {
    answer(std::move(message));
    return std::nullopt;
  }
  Inbox* const chosen = choose(message);
  // Behind what waits already.
  const bool has_room = chosen != nullptr && (chosen != listener_.get() || flush_waiting());
  if ((has_room && chosen->put(message)) || wait(message) || !message.is_request())
    return std::nullopt;
  return error_message(message.id, kInternalError, "nobody listens");
}

void Conversation::answer(Message message) {
  const auto found = find(message.id);
  if (found == pending_.end()) return;
  const std::string id = message.id;
  Inbox& inbox = *found->asked->inbox;
  if (!inbox.put(std::move(message)) && !inbox.is_abandoned())
    inbox.close(Error{Blame::client, "mcp.slow_reader", {}});
  drop(id);
}

Inbox* Conversation::choose(const Message& message) const {
  if (!message.progress_token.empty()) {
    const auto found = std::ranges::find_if(pending_, [&](const Pending& pending) {
      return pending.progress_token == message.progress_token && pending.takes_more();
    });
    if (found != pending_.end()) return found->asked->inbox.get();
  }
  const bool is_only_one = std::ranges::count_if(pending_, &Pending::takes_more) == 1;
  const bool has_listener = listener_ && !listener_->is_abandoned();
  return is_only_one || !has_listener ? requests_inbox() : listener_.get();
}

Inbox* Conversation::requests_inbox() const {
  const auto found = std::ranges::find_if(pending_, &Pending::takes_more);
  return found == pending_.end() ? nullptr : found->asked->inbox.get();
}

void Conversation::end(const char* code) {
  for (const Pending& pending : pending_) {
    Inbox& inbox = *pending.asked->inbox;
    if (!inbox.put(error_message(pending.id, kInternalError, says(code))))
      inbox.close(Error{Blame::client, "mcp.slow_reader", {}});
    if (--pending.asked->left == 0) inbox.close();
  }
  pending_.clear();
  if (listener_) listener_->close();
  listener_.reset();
  waiting_.clear();
  waiting_bytes_ = 0;
}

}  // namespace jg::mcp
