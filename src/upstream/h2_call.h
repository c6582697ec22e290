// upstream/h2_call.h - one request and its answer on an HTTP/2 connection to an upstream.
//
// Owner:  its connection; while an answer is read, that answer's body.
// Thread: one loop.
// Errors: upstream.* codes; http.client_gone; the request body's own.
// Limits: what nobody has read yet is at most one stream window; 64 interim answers.
// Spec:   RFC 9113 sections 8.1 and 8.7; RFC 9110 section 9.2.2 for what is tried again.
#pragma once

#include <optional>

#include "http/body.h"
#include "http/h2/stream_body.h"
#include "net/waiter.h"
#include "upstream/admission.h"
#include "upstream/client.h"
#include "upstream/failure.h"
#include "upstream/h2_upload.h"

namespace jg::upstream {

class H2Connection;

class H2Call final : public http::BodySource, public net::Abortable, private http::h2::StreamUser {
 public:
  explicit H2Call(H2Connection& connection);

  // On failure the call is over, and the connection's again; `start` is what another one needs.
  Task<Outcome<void>> exchange(const Call& call, BodyStart& start, Answer& answer);
  // Until the answer is released.
  void hold(Admission::Place place) { place_ = std::move(place); }

  // http::BodySource: the answer's body.
  http::BodyFraming framing() const override { return framing_; }
  std::optional<Result<http::Piece>> try_next() override { return body_.try_next(); }
  Task<Result<http::Piece>> next() override { return body_.next(); }
  const http::Fields* trailers() const override { return body_.trailers(); }
  void cancel() override { abort(); }
  bool is_settled() const override { return !upload_.is_running(); }
  Task<void> settle() override;

  // net::Abortable: its client is gone.
  void abort() override;

 private:
  static void release(http::BodySource* source);

  void on_head() override;
  void on_data(std::string_view data) override { body_.on_data(data); }
  void on_end() override;
  void on_closed(http::h2::ErrorCode code) override;
  http::h2::Outgoing pull(std::size_t most) override { return upload_.pull(most); }

  void begin(const Call& call, BodyStart& start);
  Result<void> send(const Call& call);
  Task<void> wait_for_head(std::chrono::milliseconds limit);
  void give_answer(const Call& call, Answer& answer);
  void tell();
  void reset();
  bool has_lost_connection() const;
  Error explain() const;
  Again again(const Call& call) const;
  Task<Outcome<void>> failed(const Call& call, BodyStart& start);
  void finish();

  H2Connection& connection_;
  http::h2::StreamBody body_;
  H2Upload upload_;
  http::RequestHead head_;
  http::h2::Stream* stream_ = nullptr;
  net::CancelSlot* cancel_ = nullptr;
  net::Waiter* waiter_ = nullptr;
  Admission::Place place_;
  http::BodyFraming framing_;
  std::optional<http::h2::ErrorCode> closed_;
  int interim_ = 0;
  bool is_reused_ = false;  // the connection had answered before
  bool has_head_ = false;
  bool is_whole_ = false;  // the answer
  bool timed_out_ = false;
  bool aborted_ = false;
};

}  // namespace jg::upstream
