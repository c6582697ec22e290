// net/stream.h - a connected byte stream, plain or TLS.
//
// Owner:  one connection. Thread: its loop; at most one reader and one writer at a time.
// Errors: net.closed (reset, aborted, timed out), net.tls. End of stream is 0 bytes, no error.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/cell.h"
#include "base/error.h"
#include "net/abortable.h"
#include "net/task.h"

namespace jg::net {

// Where bytes are read to. It may be looked for only when there are some, so that who waits for long
// holds no buffer.
class ReadRoom {
 public:
  using Find = std::span<char> (*)(void* owner);

  ReadRoom(char* to, std::size_t size) : owner_(to), size_(size) {}
  // `by` is called when there are some.
  ReadRoom(Find by, void* owner) : owner_(owner), find_(by) {}

  std::span<char> find() const {
    return find_ != nullptr ? find_(owner_) : std::span(static_cast<char*>(owner_), size_);
  }

 private:
  void* owner_;
  Find find_ = nullptr;
  std::size_t size_ = 0;
};

class Stream : public Abortable {
 public:
  virtual Task<Result<std::size_t>> read_some(ReadRoom room) = 0;
  Task<Result<std::size_t>> read_some(char* to, std::size_t size) {
    return read_some(ReadRoom(to, size));
  }
  // Writes what the kernel takes at once; the rest is for write_all.
  virtual Result<std::size_t> try_write(std::string_view bytes) = 0;
  virtual Task<Result<void>> write_all(std::string_view bytes) = 0;
  virtual void finish_writing() = 0;  // half-close
  virtual void cancel_read() = 0;     // a pending read_some ends with net.closed; it stays open
  void abort() override = 0;          // closes; pending operations end with net.closed
  // True when the peer has closed its side or the connection was reset, without reading anything.
  virtual bool peer_is_gone() = 0;
  // For a connection that should be silent: false when bytes or an end are waiting (it must not be
  // used again).
  virtual bool is_quiet() = 0;
  // From now on what comes and goes on the wire is added up there.
  virtual void count(Cell& received, Cell& sent) = 0;
};

}  // namespace jg::net
