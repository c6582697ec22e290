// net/spare_descriptor.h - one descriptor kept aside, so that those who wait can be told that there
// are no more.
//
// Owner: one worker. Thread: its loop.
#pragma once

#include <cstddef>
#include <string_view>

#include "net/tcp.h"

namespace jg::net {

class SpareDescriptor {
 public:
  SpareDescriptor();
  ~SpareDescriptor();
  SpareDescriptor(const SpareDescriptor&) = delete;
  SpareDescriptor& operator=(const SpareDescriptor&) = delete;

  // Takes up to `most` connections that wait on `acceptor`, writes `farewell` to each and closes it.
  // How many there were.
  std::size_t turn_away(TcpAcceptor& acceptor, std::string_view farewell, std::size_t most);

 private:
  void open();
  void close();

  int descriptor_ = -1;
};

}  // namespace jg::net
