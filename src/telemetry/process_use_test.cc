#include "telemetry/process_use.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace jg::telemetry {
namespace {

TEST(ProcessUse, tells_what_the_system_knows) {
  const ProcessUse use = read_process_use();
  EXPECT_GT(use.cpu_seconds, 0);
  EXPECT_GT(use.resident_bytes, 100'000u);
  EXPECT_GE(use.most_descriptors, use.open_descriptors);
}

TEST(ProcessUse, counts_descriptors) {
  const auto before = read_process_use().open_descriptors;
  const int opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(read_process_use().open_descriptors, before + 1);
  ::close(opened);
  EXPECT_EQ(read_process_use().open_descriptors, before);
}

TEST(ProcessUse, knows_when_it_started) {
  constexpr double kWhenThisWasWritten = 1'760'000'000;
  EXPECT_GT(read_process_use().start_seconds, kWhenThisWasWritten);
}

}  // namespace
}  // namespace jg::telemetry
