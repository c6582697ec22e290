// upstream/admission.h - how many calls to one endpoint are under way, and who waits for a place.
//
// Owner:  the pool. Thread: one loop.
// Errors: upstream.busy (the line is full, or patience ran out); http.client_gone.
// Limits: Concurrency. Places are given in the order of asking.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "net/cancel.h"
#include "net/waiter.h"
#include "upstream/endpoint.h"

namespace jg::upstream {

class Admission {
 public:
  // The right to one call; given back when it is destroyed.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(of_, other.of_);
      other.give_back();
      return *this;
    }
    ~Place() { give_back(); }
    void give_back() {
      if (of_ != nullptr) std::exchange(of_, nullptr)->leave();
    }

   private:
    friend class Admission;
    explicit Place(Admission& of) : of_(&of) {}
    Admission* of_ = nullptr;
  };

  Admission(net::Loop& loop, const Concurrency& limits) : loop_(loop), limits_(limits) {}
  Admission(const Admission&) = delete;
  Admission& operator=(const Admission&) = delete;

  std::optional<Place> try_enter();
  // Waits in line when there is no place.
  Task<Result<Place>> enter(net::CancelSlot* cancel);

  std::size_t under_way() const { return under_way_; }
  std::size_t waiting() const { return waiting_; }
  std::uint64_t refused() const { return refused_; }

 private:
  void leave();
  std::unexpected<Error> refuse(std::string why);

  net::Loop& loop_;
  const Concurrency limits_;
  std::size_t under_way_ = 0;
  std::size_t waiting_ = 0;
  std::uint64_t refused_ = 0;
  net::Line line_;
};

}  // namespace jg::upstream
