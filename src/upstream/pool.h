// upstream/pool.h - the HTTP/1.1 connections of one worker to one endpoint: idle ones to reuse, and
// their number.
//
// Owner:  the client. Thread: one loop.
// Limits: ClientLimits::idle_connections; idle ones are closed after ClientLimits::idle_timeout.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "upstream/connection.h"

namespace jg::upstream {

class Pool {
 public:
  Pool(const ClientLimits& limits, net::Loop& loop);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  const ClientLimits& limits() const { return limits_; }
  // The most recently used one that still looks alive; null when there is none.
  Connection* take_idle();
  Connection* add(std::unique_ptr<net::Stream> stream, std::string address);
  void keep(Connection* connection);
  void drop(Connection* connection);
  void close_idle();
  std::size_t size() const { return all_.size(); }
  std::size_t idle() const { return idle_.size(); }

 private:
  struct Idle {
    Connection* connection;
    SteadyTime since;
  };
  // Looks now and then for connections that were idle for too long.
  class Sweep final : public net::Deadline {
   public:
    explicit Sweep(Pool& pool) : pool_(pool) {}

   private:
    void on_expired() override { pool_.close_expired(); }
    Pool& pool_;
  };
  void close_expired();

  const ClientLimits& limits_;
  net::Loop& loop_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Idle> idle_;  // the last is the warmest
  Sweep sweep_{*this};
};

}  // namespace jg::upstream
