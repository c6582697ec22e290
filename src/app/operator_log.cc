#include "app/operator_log.h"

#include <unistd.h>

#include "base/log_outlet.h"

namespace jg::app {

Result<std::unique_ptr<OperatorLog>> OperatorLog::start() {
  auto writer = telemetry::LogWriter::start(
      {.descriptor = STDERR_FILENO, .workers = 1, .bytes_per_worker = kMostWaiting});
  if (!writer) return std::unexpected(std::move(writer.error()));
  // Its constructor is private.
  return std::unique_ptr<OperatorLog>(new OperatorLog(std::move(*writer)));
}

OperatorLog::OperatorLog(std::unique_ptr<telemetry::LogWriter> writer)
    : writer_(std::move(writer)) {
  log::set_outlet([this](std::string_view line) { writer_->write(0, line); });
}

OperatorLog::~OperatorLog() { log::set_outlet({}); }

}  // namespace jg::app
