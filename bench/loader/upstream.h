// bench/loader/upstream.h - the server behind the proxies, as cheap as a server can be.
//
// /bytes/N answers with N bytes, /events with one server-sent event and then silence, /mcp with what
// a tool gives; every other path with the same 124 bytes of JSON. Bodies of requests are read and
// thrown away.
//
// Owner: main. Thread: one.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "message.h"
#include "poller.h"

namespace jg::bench {

class Upstream final : public Pollable {
 public:
  Upstream(Poller& poller, std::uint16_t port);
  ~Upstream() override;
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;

  void on_ready() override;

 private:
  class Connection;

  const Message& answer_to(std::string_view start_line);

  Poller& poller_;
  const int listener_;
  const Message usual_;
  const Message events_;
  const Message tool_;
  std::map<std::uint64_t, Message> by_size_;  // made when first asked for
  std::list<std::unique_ptr<Connection>> connections_;
};

}  // namespace jg::bench
