// http/tunnel.h - a connection that has stopped speaking HTTP: bytes both ways, after a 101.
//
// Owner:  whoever upgraded the connection; destroying it closes it.
// Thread: one loop; one reader and one writer at a time.
// Errors: net.* codes; read_some gives 0 at the other side's end.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"
#include "net/task.h"

namespace jg::http {

class Tunnel {
 public:
  virtual ~Tunnel() = default;
  virtual Task<Result<std::size_t>> read_some(char* to, std::size_t size) = 0;
  virtual Task<Result<void>> write_all(std::string_view bytes) = 0;
  virtual void finish_writing() = 0;  // half-close
  virtual void abort() = 0;           // ends what waits on it
};

}  // namespace jg::http
