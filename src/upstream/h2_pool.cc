#include "upstream/h2_pool.h"

#include <algorithm>

namespace jg::upstream {

H2Pool::H2Pool(const Endpoint& endpoint, Offer offer, std::shared_ptr<net::TlsSession> session,
               Around around)
    : endpoint_(endpoint), offer_(offer), session_(std::move(session)), around_(around) {}

H2Pool::~H2Pool() = default;

// The first that has room, so that those behind it can become idle and go.
H2Connection* H2Pool::find_room() {
  const auto found =
      std::ranges::find_if(connections_, [](const auto& held) { return held->has_room(); });
  return found == connections_.end() ? nullptr : found->get();
}

Task<Result<H2Connection*>> H2Pool::take(net::CancelSlot* cancel) {
  const std::uint64_t before = disappointments_;
  while (true) {
    if (H2Connection* const connection = find_room()) co_return connection;
    if (disappointments_ != before) {
      if (failure_) co_return std::unexpected(*failure_);
      co_return nullptr;
    }
    if (waiting_ >= opening_ * limits().streams) {
      ++opening_;
      loop().spawn(open());
      continue;
    }
    net::Waiter waiter(loop());
    line_.push_back(waiter);
    ++waiting_;
    if (cancel != nullptr) cancel->bind(&waiter);
    const auto end = co_await waiter.wait(std::chrono::milliseconds(0));
    if (cancel != nullptr) cancel->bind(nullptr);
    --waiting_;
    if (end == net::Waiter::End::aborted) co_return fail(Blame::client, "http.client_gone");
  }
}

// Nobody's own: whoever waits goes on when it is there, and its client may leave meanwhile.
Task<void> H2Pool::open() {
  auto connected = co_await around_.opener.connect(endpoint_, offer_, session_, nullptr);
  if (connected && connected->version == http::Version::http2) {
    connections_.push_back(std::make_unique<H2Connection>(*this, std::move(*connected)));
    loop().spawn(connections_.back()->run());
    co_return;
  }
  --opening_;
  if (connected)
    take_http1(std::move(*connected));
  else
    note_failure(std::move(connected.error()));
}

void H2Pool::take_http1(Connected connected) {
  around_.h1.keep(around_.h1.add(std::move(connected.stream), std::move(connected.address)));
  ++disappointments_;
  failure_.reset();
  note_room();
}

void H2Pool::note_failure(Error error) {
  ++disappointments_;
  failure_ = std::move(error);
  note_room();
}

// All look anew: those who find no room wait on.
void H2Pool::note_room() {
  while (!line_.empty()) line_.front().wake();
}

void H2Pool::drop(H2Connection& connection) {
  std::erase_if(connections_, [&](const auto& held) { return held.get() == &connection; });
}

void H2Pool::close_idle() {
  for (const auto& connection : connections_) connection->close_when_idle();
}

}  // namespace jg::upstream
