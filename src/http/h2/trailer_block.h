// http/h2/trailer_block.h - collects the decoded fields of a header block that follows a body.
//
// Owner:  the session; one block at a time.
// Errors: h2.*; see http/h2/block.h. Fields that may not be trailers are dropped.
// Limits: 16 KiB and 32 fields, as with chunked bodies.
// Spec:   RFC 9113 section 8.1; RFC 9110 section 6.5.
// Trust:  hostile.
#pragma once

#include "http/h1/chunked.h"
#include "http/h2/block.h"

namespace jg::http::h2 {

class TrailerBlock {
 public:
  explicit TrailerBlock(const h1::ChunkLimits& limits = {})
      : limits_{limits.trailer_bytes, limits.trailer_fields} {}

  void begin(Fields& fields, Arena& arena);
  void take(Text name, Text value);
  Verdict finish() const { return fault_; }
  bool is_bomb() const { return keeper_.is_bomb(); }

 private:
  const BlockLimits limits_;
  BlockKeeper keeper_;
  Fields* fields_ = nullptr;
  Verdict fault_ = kGood;
};

}  // namespace jg::http::h2
