#include "mcp/stdio/server.h"

#include <cerrno>
#include <csignal>

#include "base/log.h"

namespace jg::mcp {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr const char* kEnded = "mcp.server_ended";

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

StdioServer::StdioServer(net::Loop& of_hub, const Clock& clock, Command command, Beginner beginner)
    : loop_(of_hub),
      clock_(clock),
      command_(std::move(command)),
      beginner_(std::move(beginner)),
      who_("mcp server target=" + command_.name),
      has_unsent_(of_hub) {}

StdioServer::~StdioServer() = default;

void StdioServer::ask(const http::RequestHead&, Batch batch, std::shared_ptr<Inbox> inbox) {
  loop_.post([self = shared_from_this(), batch = std::move(batch), inbox = std::move(inbox)] {
    self->take_ask(batch, inbox);
  });
}

void StdioServer::listen(std::shared_ptr<Inbox> inbox, std::string last_event) {
  loop_.post([self = shared_from_this(), inbox = std::move(inbox),
              last_event = std::move(last_event)]() mutable {
    if (self->process_)
      self->conversation_.listen(std::move(inbox), last_event);
    else
      inbox->close(Error{Blame::upstream, self->code_, {}});
  });
}

void StdioServer::end() {
  loop_.post([self = shared_from_this()] {
    self->is_unwanted_ = true;
    self->close_input();
  });
}

void StdioServer::start(std::function<void()> ended) {
  ended_ = std::move(ended);
  auto started = Process::start(command_, loop_);
  if (!started) {
    log::warn(started.error().detail);
    return finish(started.error().code);
  }
  process_ = std::move(*started);
  who_ += " pid=" + std::to_string(process_->id());
  errors_ = std::make_unique<ErrorLog>(clock_, who_);
  buffer_.resize(kPiece);
  const Shared self = shared_from_this();
  loop_.spawn(supervise(self, process_));
  loop_.spawn(read_errors(self, process_));
  loop_.spawn(write_input(self, process_));
  loop_.spawn(read_output(self, process_));
}

void StdioServer::take_ask(const Batch& batch, const std::shared_ptr<Inbox>& inbox) {
  if (!process_) return inbox->close(Error{Blame::upstream, code_, {}});
  std::size_t size = unsent_.size();
  for (const Message& message : batch.messages) size += message.text.size() + 1;
  if (size > kMostUnsent) return inbox->close(Error{Blame::upstream, "mcp.server_busy", {}});
  if (auto asked = conversation_.ask(batch, inbox); !asked)
    return inbox->close(std::move(asked.error()));
  for (const Message& message : batch.messages) send(message.text);
  if (batch.requests() == 0) inbox->close();
}

void StdioServer::send(std::string_view line) {
  unsent_.append(line).append("\n");
  has_unsent_.set();
}

Task<void> StdioServer::write_input(Shared self, SharedProcess process) {
  net::Socket& input = process->input();
  while (input.is_open()) {
    if (self->unsent_.empty()) {
      self->has_unsent_.reset();
      co_await self->has_unsent_.wait();
      continue;
    }
    const ssize_t sent = input.send(self->unsent_);
    if (sent > 0) {
      self->unsent_.erase(0, static_cast<std::size_t>(sent));
    } else if (would_block()) {
      co_await input.until_writable();
    } else {
      self->close_input();
      co_return;
    }
  }
}

Task<void> StdioServer::read_output(Shared self, SharedProcess process) {
  while (true) {
    const bool is_open = co_await process->output().until_readable();
    if (!is_open) co_return;
    if (self->read_once() == Reading::over) {
      self->close_input();  // a server that says nothing any more serves nobody
      co_return;
    }
  }
}

StdioServer::Reading StdioServer::read_once() {
  const ssize_t got = process_->output().receive(buffer_.data(), buffer_.size());
  if (got < 0) return would_block() ? Reading::waits : Reading::over;
  if (got == 0) return Reading::over;
  std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
  while (const auto line = lines_.next(bytes)) take_line(*line);
  return Reading::goes_on;
}

void StdioServer::take_line(const Lines::Line& line) {
  if (line.is_too_long) {
    log::warn(who_ + " is ended: it wrote a message of more than 8 MiB");
    return close_input();
  }
  if (line.text.empty()) return;
  auto message = parse_message(line.text);
  if (!message) {
    if (!std::exchange(told_of_noise_, true))
      log::warn(who_ + " writes what is no message to its standard output (" +
                message.error().detail + "); it is left out, from here on without a word");
    return;
  }
  if (message->kind == Message::Kind::response && !std::exchange(has_answered_, true))
    beginner_.gate->succeed(beginner_.caller);
  const auto reply = conversation_.take(std::move(*message));
  if (!reply) return;
  if (unsent_.size() + reply->text.size() < kMostUnsent) return send(reply->text);
  log::warn(who_ + " is ended: it asks more than it reads answers");
  close_input();
}

Task<void> StdioServer::read_errors(Shared self, SharedProcess process) {
  std::string buffer(4096, '\0');
  while (true) {
    const bool is_open = co_await process->errors().until_readable();
    if (!is_open) co_return;
    const ssize_t got = process->errors().receive(buffer.data(), buffer.size());
    if (got == 0 || (got < 0 && !would_block())) co_return;
    if (got > 0) self->errors_->take({buffer.data(), static_cast<std::size_t>(got)});
  }
}

// What it wrote before its end is in the socket still.
Task<void> StdioServer::supervise(Shared self, SharedProcess process) {
  co_await process->wait_for_end();
  self->ending_.clear();
  for (std::size_t read = 0; read < Inbox::kMostBytes; read += kPiece) {
    if (self->read_once() != Reading::goes_on) break;
  }
  log::info(self->who_ + " has ended");
  self->process_.reset();
  for (net::Socket* const stream : {&process->input(), &process->output(), &process->errors()})
    stream->close();
  self->has_unsent_.set();
  self->finish(kEnded);
}

void StdioServer::finish(const char* code) {
  code_ = code;
  over_.store(true, std::memory_order_relaxed);
  if (!has_answered_ && !is_unwanted_) beginner_.gate->fail(beginner_.caller);
  conversation_.end(code);
  if (const auto ended = std::exchange(ended_, nullptr)) ended();
}

void StdioServer::close_input() {
  if (!process_ || ending_.is_set()) return;
  over_.store(true, std::memory_order_relaxed);
  process_->input().finish_writing();
  next_signal_ = SIGTERM;
  ending_.set(loop_.deadlines(), kGrace);
}

void StdioServer::end_at_once() {
  close_input();
  if (next_signal_ == SIGTERM) press();
}

void StdioServer::press() {
  if (!process_) return;
  process_->signal(std::exchange(next_signal_, SIGKILL));
  ending_.set(loop_.deadlines(), kGrace);
}

}  // namespace jg::mcp
