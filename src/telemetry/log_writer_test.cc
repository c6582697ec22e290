#include "telemetry/log_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace jg::telemetry {
namespace {

class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe(ends_), 0); }
  ~Pipe() {
    close_reader();
    ::close(ends_[1]);
  }
  int writer() const { return ends_[1]; }
  void close_reader() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }
  std::string read_some() {
    std::string got(1 << 16, '\0');
    const ssize_t count = ::read(ends_[0], got.data(), got.size());
    got.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return got;
  }
  // Until nothing more fits; every byte is an x.
  void fill() {
    ::fcntl(ends_[1], F_SETFL, O_NONBLOCK);
    const std::string page(4096, 'x');
    while (::write(ends_[1], page.data(), page.size()) > 0) {
    }
    ::fcntl(ends_[1], F_SETFL, 0);
  }

 private:
  int ends_[2] = {-1, -1};
};

std::unique_ptr<LogWriter> start(const LogWriter::Options& options) {
  auto started = LogWriter::start(options);
  EXPECT_TRUE(started.has_value());
  return std::move(*started);
}

Record record_of(std::string_view path) {
  Record record;
  record.path = path;
  return record;
}

std::uint64_t lines_in(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

TEST(LogWriter, writes_a_line_without_being_told_to) {
  Pipe pipe;
  const auto writer = start({.descriptor = pipe.writer()});
  writer->write(0, record_of("/one"));
  EXPECT_TRUE(pipe.read_some().ends_with("\tinfo\trequest http.path=/one duration=0ms\n"));
}

TEST(LogWriter, writes_the_lines_of_others_as_they_are) {
  Pipe pipe;
  const auto writer = start({.descriptor = pipe.writer()});
  writer->write(0, "a line\n");
  writer->write(0, "another\n");
  writer->stop();
  EXPECT_EQ(pipe.read_some(), "a line\nanother\n");
}

TEST(LogWriter, writes_what_waits_when_it_stops) {
  Pipe pipe;
  const auto writer = start({.descriptor = pipe.writer(), .workers = 2, .format = LogFormat::json});
  for (int i = 0; i < 50; ++i) writer->write(static_cast<unsigned>(i % 2), record_of("/x"));
  writer->stop();
  EXPECT_EQ(lines_in(pipe.read_some()), 50u);
  EXPECT_EQ(writer->dropped(), 0u);
}

TEST(LogWriter, keeps_the_order_of_a_worker) {
  Pipe pipe;
  const auto writer = start({.descriptor = pipe.writer()});
  for (const char* path : {"/a", "/b", "/c"}) writer->write(0, record_of(path));
  writer->stop();
  const std::string got = pipe.read_some();
  EXPECT_LT(got.find("/a"), got.find("/b"));
  EXPECT_LT(got.find("/b"), got.find("/c"));
}

TEST(LogWriter, counts_each_line_as_written_or_dropped_when_its_reader_is_slow) {
  constexpr std::uint64_t kLines = 3000;
  Pipe pipe;
  pipe.fill();
  const auto writer = start({.descriptor = pipe.writer(), .bytes_per_worker = 4096});
  for (std::uint64_t i = 0; i < kLines; ++i) writer->write(0, record_of("/path"));
  const std::uint64_t dropped = writer->dropped();
  EXPECT_GT(dropped, kLines / 2);
  for (std::uint64_t seen = 0; seen < kLines - dropped;) seen += lines_in(pipe.read_some());
  writer->stop();
  EXPECT_EQ(writer->dropped(), dropped);
}

TEST(LogWriter, loses_lines_but_not_the_process_when_its_reader_is_gone) {
  Pipe pipe;
  pipe.close_reader();
  const auto writer = start({.descriptor = pipe.writer()});
  for (int i = 0; i < 10; ++i) writer->write(0, record_of("/x"));
  writer->stop();
  EXPECT_EQ(writer->dropped(), 10u);
}

TEST(LogWriter, stops_although_its_reader_has_stalled) {
  Pipe pipe;
  pipe.fill();
  const auto writer = start({.descriptor = pipe.writer(), .stop_patience = {}});
  writer->write(0, record_of("/x"));
  writer->stop();
  EXPECT_EQ(writer->dropped(), 1u);
}

TEST(LogWriter, drops_a_line_that_can_never_fit) {
  Pipe pipe;
  const auto writer = start({.descriptor = pipe.writer(), .bytes_per_worker = 100});
  writer->write(0, record_of(std::string(200, 'a')));
  writer->write(0, record_of("/short"));
  writer->stop();
  EXPECT_EQ(lines_in(pipe.read_some()), 1u);
  EXPECT_EQ(writer->dropped(), 1u);
}

TEST(LogWriter, writes_to_a_file_from_many_workers) {
  constexpr unsigned kWorkers = 4;
  constexpr std::uint64_t kLines = 2000;
  std::FILE* const file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  const auto writer = start({.descriptor = ::fileno(file), .workers = kWorkers});
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < kWorkers; ++i) {
    workers.emplace_back([&writer, i] {
      for (std::uint64_t n = 0; n < kLines; ++n) writer->write(i, record_of("/x"));
    });
  }
  for (std::thread& worker : workers) worker.join();
  writer->stop();
  std::string got(4 << 20, '\0');
  const ssize_t count = ::pread(::fileno(file), got.data(), got.size(), 0);
  std::fclose(file);
  ASSERT_GT(count, 0);
  got.resize(static_cast<std::size_t>(count));
  EXPECT_EQ(lines_in(got) + writer->dropped(), kWorkers * kLines);
  EXPECT_EQ(writer->dropped(), 0u);
}

}  // namespace
}  // namespace jg::telemetry
