// http/h2/request_block.h - builds a request's head from the decoded fields of its header block.
//
// Owner:  the session; one block at a time, as blocks never interleave (RFC 9113 section 4.3).
// Errors: h2.*; see http/h2/block.h.
// Limits: h1::HeadLimits.
// Spec:   RFC 9113 sections 8.2, 8.3.1 and 8.5; RFC 8441 section 4 for :protocol.
// Trust:  hostile. What is let through can be written as an HTTP/1.1 request that has one meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/h1/head.h"
#include "http/h2/block.h"
#include "http/message.h"

namespace jg::http::h2 {

// What a request's block says beyond its fields.
struct RequestControl {
  std::optional<std::uint64_t> content_length;
  bool expects_continue = false;
  std::string_view protocol;  // of an extended CONNECT; empty for all else
};

class RequestBlock {
 public:
  explicit RequestBlock(const h1::HeadLimits& limits) : limits_(limits) {}

  void begin(RequestHead& head, Arena& arena);
  void take(Text name, Text value);
  // Behind the last field. head.scheme is the one that was sent: "http" or "https".
  Verdict finish(RequestControl& control);
  bool is_bomb() const { return keeper_.is_bomb(); }

 private:
  // In the order of kPseudoFields.
  enum Pseudo : std::size_t { method, scheme, authority, path, protocol, pseudo_count };

  Verdict take_pseudo(Text name, Text value);
  Verdict take_regular(Text name, Text value);
  Verdict note(std::string_view name, std::string_view value);
  Verdict judge_pseudo(RequestControl& control);
  Verdict judge_connect(RequestControl& control);
  Verdict split_path();
  Verdict settle_authority();
  void join_cookies();

  const h1::HeadLimits limits_;
  BlockKeeper keeper_;
  RequestHead* head_ = nullptr;
  Verdict fault_ = kGood;
  std::optional<std::string_view> pseudo_[pseudo_count];
  std::optional<std::uint64_t> content_length_;
  std::optional<std::string_view> host_;
  std::size_t cookies_ = 0;
  bool regular_began_ = false;  // pseudo-header fields come first
  bool expects_continue_ = false;
};

}  // namespace jg::http::h2
