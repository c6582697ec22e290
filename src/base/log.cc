#include "base/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <memory>
#include <mutex>
#include <utility>

#include "base/log_outlet.h"

namespace jg::log {
namespace {

class Sink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  void set_outlet(Outlet outlet) {
    const std::lock_guard lock(mutex_);
    outlet_ = std::move(outlet);
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (outlet_)
      outlet_({line.data(), line.size()});
    else
      std::fwrite(line.data(), 1, line.size(), stderr);
  }
  void flush_() override { std::fflush(stderr); }

  Outlet outlet_;
};

struct Log {
  Log() : sink(std::make_shared<Sink>()), logger("jotgate", sink) {
    logger.set_pattern("%Y-%m-%dT%H:%M:%S.%fZ %l %v", spdlog::pattern_time_type::utc);
  }
  std::shared_ptr<Sink> sink;
  spdlog::logger logger;
};

Log& the_log() {
  static Log instance;
  return instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warn: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::info;
}

void write(Level level, std::string_view line) {
  the_log().logger.log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

Level level() {
  for (const Level level : {Level::debug, Level::info, Level::warn, Level::error})
    if (the_log().logger.level() <= to_spdlog(level)) return level;
  return Level::off;
}

void set_level(Level level) { the_log().logger.set_level(to_spdlog(level)); }
void set_outlet(Outlet outlet) { the_log().sink->set_outlet(std::move(outlet)); }
void debug(std::string_view line) { write(Level::debug, line); }
void info(std::string_view line) { write(Level::info, line); }
void warn(std::string_view line) { write(Level::warn, line); }
void error(std::string_view line) { write(Level::error, line); }

}  // namespace jg::log
