// net/tls_tickets.h - the keys that session tickets are sealed with, one ring for all workers, so
// that a client resumes its session at any of them.
//
// Owner:  the application; outlives every context and connection.
// Thread: rotate() from one; tickets are sealed and opened from any.
// Limits: the current key and the one before it: a ticket is good for one to two rotations.
// Spec:   RFC 5077 section 4: AES-256-CBC, then HMAC-SHA-256.
// Trust:  keys are drawn at start, live in memory only and are wiped.
#pragma once

#include <memory>
#include <mutex>

namespace jg::net {

class TicketKeys {
 public:
  TicketKeys();
  ~TicketKeys();
  TicketKeys(const TicketKeys&) = delete;
  TicketKeys& operator=(const TicketKeys&) = delete;

  // A fresh key for new tickets.
  void rotate();

  struct Ring;
  std::shared_ptr<const Ring> ring() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Ring> ring_;
};

}  // namespace jg::net
