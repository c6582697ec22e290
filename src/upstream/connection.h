// upstream/connection.h - one HTTP/1.1 connection to an upstream: sends a request, reads its
// answer.
//
// Owner:  its pool while idle; while an answer is read, that answer's body (release gives it back
//         or closes it).
// Thread: one loop.
// Errors: upstream.* codes.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/body.h"
#include "http/h1/reader.h"
#include "net/cancel.h"
#include "net/event.h"
#include "net/stream.h"
#include "upstream/admission.h"
#include "upstream/client.h"
#include "upstream/failure.h"

namespace jg::upstream {

class Pool;

class Connection final : public http::BodySource {
 public:
  // `address` is whom it reaches, "127.0.0.1:8080".
  Connection(Pool& pool, net::Loop& loop, std::unique_ptr<net::Stream> stream, std::string address);

  // May be tried again: no byte of an answer came, and either nothing was sent or the request is
  // idempotent and can be repeated.
  Task<Outcome<void>> exchange(const Call& call, Answer& answer);

  // False when the other side has closed it or said something unasked while it was idle.
  bool is_usable() { return stream_->is_quiet(); }
  std::string_view address() const { return address_; }
  void mark_reused() { reused_ = true; }
  // Until the answer is released.
  void hold(Admission::Place place) { place_ = std::move(place); }

  // http::BodySource: the answer's body.
  http::BodyFraming framing() const override { return control_.body; }
  std::optional<Result<http::Piece>> try_next() override;
  Task<Result<http::Piece>> next() override;
  const http::Fields* trailers() const override { return reader_.trailers(); }
  void cancel() override { stream_->abort(); }
  bool is_settled() const override { return !uploading_; }
  Task<void> settle() override;

 private:
  static void give_back(http::BodySource* source);

  const char* find_fault_of_switch(const Call& call) const;
  Result<void> write_head(const Call& call);
  Task<Result<void>> send(const Call& call);
  Task<void> upload(http::BodySource& body);
  Task<Result<void>> upload_all(http::BodySource& body);
  Task<Result<void>> flush_upload();
  Result<void> append_end(const http::BodySource& body);
  void append_body(std::string_view data);
  Task<Result<void>> flush();
  Task<Result<void>> read_head(std::string_view method);
  std::chrono::milliseconds head_time_left() const;
  Error explain(Error error) const;
  Again again(const Call& call, const Error& error) const;
  bool can_be_reused() const;
  Task<Outcome<void>> failed(const Call& call, Error error);

  Pool& pool_;
  net::Loop& loop_;
  std::unique_ptr<net::Stream> stream_;
  const std::string address_;
  http::h1::Reader reader_;
  net::StallGuard guard_;
  net::Event upload_done_;
  std::string out_;
  http::ResponseHead head_;
  http::h1::Control control_;
  http::BodyFraming sending_;
  http::BodySource* request_body_ = nullptr;
  net::CancelSlot* cancel_ = nullptr;
  SteadyTime sent_at_;
  std::optional<Error> upload_error_;
  Admission::Place place_;
  bool uploading_ = false;
  bool may_leave_unread_ = false;  // the request's body
  bool reused_ = false;
  bool sent_any_ = false;
  bool body_begun_ = false;  // some of the request's body was taken from its source
  bool got_any_ = false;
};

}  // namespace jg::upstream
