// telemetry/process_use.h - what the process takes of its machine, by the names that every scraper
// knows.
//
// Thread: any.
// Errors: what the system does not tell is 0.
#pragma once

#include <cstdint>

namespace jg::telemetry {

struct ProcessUse {
  double cpu_seconds = 0;
  double start_seconds = 0;  // since 1970
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_descriptors = 0;
  std::uint64_t most_descriptors = 0;
};

ProcessUse read_process_use();

}  // namespace jg::telemetry
