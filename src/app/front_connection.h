// app/front_connection.h - a client's connection from its handshake to its end, as the door that it
// came in by sees it.
//
// Owner:  its task, in the list of its door. Thread: the worker's loop.
// Errors: a handshake that fails, or a client that breaks its protocol, is counted; nothing louder,
//         as strangers cause both.
#pragma once

#include <boost/intrusive/list_hook.hpp>
#include <memory>
#include <string_view>

#include "app/door_frame.h"
#include "http/serve.h"
#include "net/cancel.h"
#include "net/tcp.h"
#include "telemetry/worker_metrics.h"

namespace jg::app {

// A connection for which there is room.
struct Admitted {
  std::shared_ptr<const proxy::Frontend> frontend;
  Doorkeeper::Seat seat;
  net::TcpEndpoint peer;
};

class FrontConnection final : public boost::intrusive::list_base_hook<
                                  boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
                              private http::HandlerFactory {
 public:
  // `snapshots` and `port`, the key of a proxy::Port, live as long as this.
  FrontConnection(const DoorFrame& frame, const proxy::SnapshotSource& snapshots,
                  std::string_view port, Admitted admitted);

  Task<void> run(net::TcpSocket socket);  // until it has ended
  // As http::Serving has them; a handshake goes on, and the first answer behind it is the last.
  void finish_soon();
  void close_now();
  std::size_t under_way() const { return serving_ ? serving_->under_way() : 0; }

 private:
  std::unique_ptr<http::Handler> make() override;
  void on_fault(const Error& error) override;
  void on_limit(telemetry::Limit limit) override { frame_.sink.add(limit); }

  // Null when a handshake failed; what it settled is put into addresses_.
  Task<std::unique_ptr<net::Stream>> open(net::TcpSocket socket);
  http::ServedConnection settled(std::unique_ptr<net::Stream> stream) const;
  telemetry::ConnectionCells& find_cells() const;

  const DoorFrame& frame_;
  const proxy::SnapshotSource& snapshots_;
  const std::string_view port_;
  const Admitted admitted_;
  http::Addresses addresses_;
  net::CancelSlot handshake_;
  std::unique_ptr<http::Serving> serving_;  // behind the handshake
  bool finishing_ = false;
};

}  // namespace jg::app
