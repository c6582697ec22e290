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
  const auto asked = std::make_shared<Stream>(Stream{inbox, inbox.get(), batch.requests()});
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
  if (asked->left > 0) asked->number = history_.open();
  return {};
}

void Conversation::withdraw(const Inbox& asked, const Error& why) {
  std::erase_if(pending_, [&](const Pending& pending) {
    if (pending.asked->opened != &asked) return false;
    pending.asked->inbox->close(why);
    history_.end(pending.asked->number);
    return true;
  });
}

// The server owes no answer any more (MCP "Cancellation").
void Conversation::drop(const std::string& id) {
  const auto found = find(id);
  if (found == pending_.end()) return;
  const auto asked = found->asked;
  pending_.erase(found);
  if (--asked->left > 0) return;
  asked->inbox->close();
  history_.end(asked->number);
}

void Conversation::listen(std::shared_ptr<Inbox> inbox, std::string_view last_event) {
  if (!last_event.empty() && resume(inbox, last_event)) return;
  if (listener_) {
    listener_->inbox->close();
    history_.end(listener_->number);
  }
  const Inbox* const opened = inbox.get();
  listener_ = std::make_shared<Stream>(Stream{std::move(inbox), opened, 0, history_.open()});
  flush_waiting();
}

// Nothing of another stream comes here, nor what was heard.
bool Conversation::resume(const std::shared_ptr<Inbox>& inbox, std::string_view last_event) {
  const auto rest = history_.find_rest(last_event);
  if (!rest) return false;
  Stream* const stream = find_open(rest->stream);
  if (stream == nullptr && !rest->is_over) return false;
  for (const History::Event& event : rest->events) {
    Message message;
    message.text = event.text;
    message.event_id = event.id;
    inbox->put(std::move(message));
  }
  if (stream == nullptr) {
    inbox->close();
    return true;
  }
  stream->inbox->close();
  stream->inbox = inbox;
  if (stream == listener_.get()) flush_waiting();
  return true;
}

Conversation::Stream* Conversation::find_open(std::uint64_t number) const {
  if (listener_ && listener_->number == number) return listener_.get();
  const auto found = std::ranges::find(
      pending_, number, [](const Pending& pending) { return pending.asked->number; });
  return found == pending_.end() ? nullptr : found->asked.get();
}

// Of the server's own accord: what cannot go there may go elsewhere.
bool Conversation::put(Stream& stream, const Message& message) {
  Message event = message;
  event.event_id = history_.next_id(stream.number);
  if (!stream.inbox->put(std::move(event))) return false;
  history_.add(stream.number, message.text);
  return true;
}

// True when nothing waits any more.
bool Conversation::flush_waiting() {
  while (!waiting_.empty() && put(*listener_, waiting_.front())) {
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
  Stream* const chosen = choose(message);
  // Behind what waits already.
  const bool has_room = chosen != nullptr && (chosen != listener_.get() || flush_waiting());
  if ((has_room && put(*chosen, message)) || wait(message) || !message.is_request())
    return std::nullopt;
  return error_message(message.id, kInternalError, "nobody listens");
}

void Conversation::answer(Message message) {
  const auto found = find(message.id);
  if (found == pending_.end()) return;
  const std::string id = message.id;
  const std::uint64_t stream = found->asked->number;
  Inbox& inbox = *found->asked->inbox;
  message.event_id = history_.next_id(stream);
  history_.add(stream, message.text);
  if (!inbox.put(std::move(message)) && !inbox.is_abandoned())
    inbox.close(Error{Blame::client, "mcp.slow_reader", {}});
  drop(id);
}

Conversation::Stream* Conversation::choose(const Message& message) const {
  if (!message.progress_token.empty()) {
    const auto found = std::ranges::find_if(pending_, [&](const Pending& pending) {
      return pending.progress_token == message.progress_token && pending.takes_more();
    });
    if (found != pending_.end()) return found->asked.get();
  }
  const bool is_only_one = std::ranges::count_if(pending_, &Pending::takes_more) == 1;
  const bool has_listener = listener_ && !listener_->inbox->is_abandoned();
  return is_only_one || !has_listener ? requests_stream() : listener_.get();
}

Conversation::Stream* Conversation::requests_stream() const {
  const auto found = std::ranges::find_if(pending_, &Pending::takes_more);
  return found == pending_.end() ? nullptr : found->asked.get();
}

void Conversation::end(const char* code) {
  for (const Pending& pending : pending_) {
    Inbox& inbox = *pending.asked->inbox;
    if (!inbox.put(error_message(pending.id, kInternalError, says(code))))
      inbox.close(Error{Blame::client, "mcp.slow_reader", {}});
    if (--pending.asked->left == 0) inbox.close();
  }
  pending_.clear();
  if (listener_) listener_->inbox->close();
  listener_.reset();
  history_ = {};
  waiting_.clear();
  waiting_bytes_ = 0;
}

}  // namespace jg::mcp
