// app/operator_log.h - while it exists, the operator's log is written by a thread of its own: a
// reader of standard error that is slow keeps no worker waiting.
//
// Owner:  the server. Thread: any.
// Errors: telemetry.thread.
// Limits: kMostWaiting; lines beyond are dropped and counted. At its end a reader that has stalled
//         is given as long as telemetry/log_writer.h says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "telemetry/log_writer.h"

namespace jg::app {

class OperatorLog {
 public:
  static constexpr std::size_t kMostWaiting = 256 * 1024;

  static Result<std::unique_ptr<OperatorLog>> start();
  ~OperatorLog();
  OperatorLog(const OperatorLog&) = delete;
  OperatorLog& operator=(const OperatorLog&) = delete;

  std::uint64_t dropped() const { return writer_->dropped(); }  // lines

 private:
  explicit OperatorLog(std::unique_ptr<telemetry::LogWriter> writer);

  const std::unique_ptr<telemetry::LogWriter> writer_;
};

}  // namespace jg::app
