// http/body.h - a body that is pulled, piece by piece.
//
// Owner:  a piece's data is good until the next call on the same source.
// Thread: one loop; one reader.
// Errors: after an error nothing more comes; the message is broken and must not be ended cleanly
//         downstream.
// Limits: a piece is at most one read buffer (64 KiB); nothing is read ahead of the reader (that is
//         the backpressure).
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/error.h"
#include "http/message.h"
#include "net/task.h"

namespace jg::http {

struct Piece {
  std::string_view data;
  bool end = false;  // no data, no more pieces
};

class BodySource {
 public:
  virtual ~BodySource() = default;

  // How much is coming, as far as it is known.
  virtual BodyFraming framing() const = 0;
  // What can be had without waiting; nullopt when next() would wait.
  virtual std::optional<Result<Piece>> try_next() = 0;
  virtual Task<Result<Piece>> next() = 0;
  // Good after the end; null when there were none.
  virtual const Fields* trailers() const { return nullptr; }
  // Ends a pending next() with an error; the source is of no more use.
  virtual void cancel() {}
  // Waits until nothing that this message set going still runs (the upload of its request, say). A
  // source that is not settled may not be released.
  virtual bool is_settled() const { return true; }
  virtual Task<void> settle() { co_return; }
};

// Ends the use of a source: destroys it, or gives its connection back (whole message read) or
// closes it (not).
struct BodyRelease {
  void (*release)(BodySource*) = [](BodySource* source) { delete source; };
  void operator()(BodySource* source) const { release(source); }
};
using BodyOwner = std::unique_ptr<BodySource, BodyRelease>;

// A body that is at hand in full.
class TextBody final : public BodySource {
 public:
  explicit TextBody(std::string text) : text_(std::move(text)) {}
  BodyFraming framing() const override { return {BodyKind::length, text_.size()}; }
  std::optional<Result<Piece>> try_next() override {
    if (taken_ || text_.empty()) return Piece{{}, true};
    taken_ = true;
    return Piece{text_, false};
  }
  Task<Result<Piece>> next() override { co_return *try_next(); }

 private:
  std::string text_;
  bool taken_ = false;
};

// Reads to the end, at most `limit` bytes; past it `http.body_too_large` (blamed on `who`).
Task<Result<std::string>> read_all(BodySource& body, std::size_t limit, Blame who);

}  // namespace jg::http
