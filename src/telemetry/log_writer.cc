// A worker signals only when its buffer stops being empty or becomes half full, so a busy one makes
// hardly any system call for its log, and an idle gateway none.
#include "telemetry/log_writer.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace jg::telemetry {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A file, or a device that is no terminal such as /dev/null: no reader can keep its writer waiting.
bool takes_all_at_once(int descriptor) {
  struct stat facts{};
  if (::fstat(descriptor, &facts) != 0) return false;
  return S_ISREG(facts.st_mode) || (S_ISCHR(facts.st_mode) && ::isatty(descriptor) == 0);
}

// Signals are for the main thread; and a reader that went away shall be EPIPE, not SIGPIPE.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Result<std::unique_ptr<LogWriter>> LogWriter::start(const Options& options) {
  std::unique_ptr<LogWriter> made(new LogWriter(options));  // its constructor is private
  try {
    made->thread_ = std::thread([writer = made.get()] { writer->run(); });
  } catch (const std::system_error& error) {
    return fail(Blame::gateway, "telemetry.thread", error.what());
  }
  return made;
}

LogWriter::LogWriter(const Options& options)
    : options_(options), takes_all_at_once_(takes_all_at_once(options.descriptor)) {
  // At once: a buffer that grows moves its lines while a worker waits. Untouched, it takes no memory.
  batch_.reserve(options_.bytes_per_worker);
  for (unsigned i = 0; i < options_.workers; ++i) {
    lanes_.push_back(std::make_unique<Lane>());
    lanes_.back()->waiting.reserve(options_.bytes_per_worker);
  }
}

LogWriter::~LogWriter() { stop(); }

void LogWriter::write(unsigned worker, const Record& record) {
  Lane& lane = *lanes_[worker];
  add(lane, [&](std::string& to) { append_line(to, record, options_.format, lane.clock); });
}

void LogWriter::write(unsigned worker, std::string_view line) {
  add(*lanes_[worker], [&](std::string& to) { to += line; });
}

template <class Append>
void LogWriter::add(Lane& lane, Append append) {
  const std::size_t half = options_.bytes_per_worker / 2;
  std::size_t before = 0, after = 0;
  {
    const std::lock_guard lock(lane.mutex);
    before = lane.waiting.size();
    append(lane.waiting);
    after = lane.waiting.size();
    if (after > options_.bytes_per_worker) {
      lane.waiting.resize(before);
      lane.dropped.fetch_add(1, std::memory_order_relaxed);
      return;
    }
  }
  const bool becomes_urgent = before < half && after >= half;
  if (before == 0 || becomes_urgent) wake(becomes_urgent);
}

void LogWriter::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    give_up_ = SteadyClock::now() + options_.stop_patience;
  }
  woken_.notify_one();
  thread_.join();
}

std::uint64_t LogWriter::dropped() const {
  std::uint64_t sum = lost_.load(std::memory_order_relaxed);
  for (const auto& lane : lanes_) sum += lane->dropped.load(std::memory_order_relaxed);
  return sum;
}

void LogWriter::wake(bool urgent) {
  {
    const std::lock_guard lock(mutex_);
    waiting_ = true;
    urgent_ = urgent_ || urgent;
  }
  woken_.notify_one();
}

void LogWriter::run() {
  block_signals();
  while (wait_for_lines()) {
    flush();
    // The first line after a pause goes at once; under load a batch collects first.
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, kBatchPeriod, [this] { return stopping_ || urgent_; });
  }
  flush();
}

// False when it is time to stop.
bool LogWriter::wait_for_lines() {
  std::unique_lock lock(mutex_);
  woken_.wait(lock, [this] { return stopping_ || waiting_; });
  waiting_ = urgent_ = false;
  return !stopping_;
}

void LogWriter::flush() {
  for (const auto& lane : lanes_) {
    batch_.clear();
    {
      const std::lock_guard lock(lane->mutex);
      batch_.swap(lane->waiting);
    }
    put(batch_);
  }
}

void LogWriter::put(std::string_view lines) {
  // A line that a fault cut short must not run into the next one.
  bool ends_torn_line = mid_line_;
  while (!lines.empty()) {
    pollfd ready{options_.descriptor, POLLOUT, 0};
    if (::poll(&ready, 1, static_cast<int>(kBatchPeriod.count())) <= 0) {
      if (out_of_patience()) return lose(lines);
      continue;
    }
    const std::string_view chunk = ends_torn_line ? "\n" : next_chunk(lines);
    const ssize_t count = ::write(options_.descriptor, chunk.data(), chunk.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count <= 0) return lose(lines);
    const auto written = static_cast<std::size_t>(count);
    mid_line_ = chunk[written - 1] != '\n';
    if (!ends_torn_line) lines.remove_prefix(written);
    ends_torn_line = false;
  }
}

// A pipe that poll() calls writable takes PIPE_BUF bytes without blocking, and in one piece: with
// whole lines in it, nothing else that writes there (standard error) gets between.
std::string_view LogWriter::next_chunk(std::string_view lines) const {
  if (takes_all_at_once_ || lines.size() <= PIPE_BUF) return lines;
  const std::size_t end = lines.rfind('\n', PIPE_BUF - 1);
  return lines.substr(0, end == lines.npos ? PIPE_BUF : end + 1);
}

bool LogWriter::out_of_patience() {
  const std::lock_guard lock(mutex_);
  return stopping_ && SteadyClock::now() >= give_up_;
}

void LogWriter::lose(std::string_view lines) {
  lost_.fetch_add(static_cast<std::uint64_t>(std::ranges::count(lines, '\n')),
                  std::memory_order_relaxed);
}

}  // namespace jg::telemetry
