// http/h2/response_block.h - builds a response's head from the decoded fields of its header block.
//
// Owner:  the session; one block at a time.
// Errors: h2.*; see http/h2/block.h.
// Limits: h1::HeadLimits.
// Spec:   RFC 9113 section 8.3.2; 101 does not exist in HTTP/2 (section 8.6).
// Trust:  hostile, as an upstream may be.
#pragma once

#include <cstdint>
#include <optional>

#include "http/h1/head.h"
#include "http/h2/block.h"
#include "http/message.h"

namespace jg::http::h2 {

class ResponseBlock {
 public:
  explicit ResponseBlock(const h1::HeadLimits& limits) : limits_(limits) {}

  void begin(ResponseHead& head, Arena& arena);
  void take(Text name, Text value);
  // Behind the last field.
  Verdict finish(std::optional<std::uint64_t>& content_length);
  bool is_bomb() const { return keeper_.is_bomb(); }

 private:
  Verdict take_status(std::string_view name, std::string_view value);
  Verdict take_regular(Text name, Text value);

  const h1::HeadLimits limits_;
  BlockKeeper keeper_;
  ResponseHead* head_ = nullptr;
  Verdict fault_ = kGood;
  std::optional<std::uint64_t> content_length_;
};

}  // namespace jg::http::h2
