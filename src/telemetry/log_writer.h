// telemetry/log_writer.h - carries lines of logs to a file descriptor, on its own thread.
//
// Owner:  app; outlives the workers. The descriptor stays the caller's.
// Thread: any; write(i, ...) is meant for worker i, and never waits for the descriptor.
// Errors: telemetry.thread when there can be no more threads.
// Limits: bytes_per_worker wait, as many again are under way; lines beyond are dropped and counted.
//         A line is at most kBatchPeriod late while its reader keeps up; stop() gives a reader that
//         has stalled stop_patience.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/error.h"
#include "telemetry/access_log.h"

namespace jg::telemetry {

class LogWriter {
 public:
  static constexpr std::chrono::milliseconds kBatchPeriod{20};

  struct Options {
    int descriptor = 1;
    unsigned workers = 1;
    LogFormat format = LogFormat::text;
    std::size_t bytes_per_worker = 1 << 20;
    std::chrono::milliseconds stop_patience{1000};
  };

  static Result<std::unique_ptr<LogWriter>> start(const Options& options);
  ~LogWriter();

  void write(unsigned worker, const Record& record);
  void write(unsigned worker, std::string_view line);  // with its end

  // Writes what waits and ends the thread. No worker writes any more.
  void stop();

  std::uint64_t dropped() const;  // lines

 private:
  struct alignas(64) Lane {
    std::mutex mutex;
    std::string waiting;
    TimeText clock;
    std::atomic<std::uint64_t> dropped{0};
  };

  explicit LogWriter(const Options& options);
  template <class Append>
  void add(Lane& lane, Append append);
  void wake(bool urgent);
  void run();
  bool wait_for_lines();
  void flush();
  void put(std::string_view lines);
  std::string_view next_chunk(std::string_view lines) const;
  bool out_of_patience();
  void lose(std::string_view lines);

  const Options options_;
  const bool takes_all_at_once_;
  std::vector<std::unique_ptr<Lane>> lanes_;

  // The thread's own.
  std::string batch_;
  bool mid_line_ = false;  // the descriptor got a line's beginning without its end
  std::atomic<std::uint64_t> lost_{0};

  std::mutex mutex_;
  std::condition_variable woken_;
  bool waiting_ = false;  // some lane has lines
  bool urgent_ = false;   // some lane is half full
  bool stopping_ = false;
  std::chrono::steady_clock::time_point give_up_;  // once stopping

  std::thread thread_;
};

}  // namespace jg::telemetry
