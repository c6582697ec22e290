// policies/transformations/message.h - what a transformation changes of an exchange: its request, or
// its answer.
//
// Owner:  the stack of one change. Thread: one loop.
// Errors: none: what a message cannot hold is left as it was.
// Spec:   RFC 9110 sections 9.1 and 15, RFC 9112 section 3.2, RFC 9113 section 8.3.
// Trust:  values were made of what peers sent: each is held against the grammar of its place.
#pragma once

#include <string_view>

#include "cel/value.h"
#include "exchange/exchange.h"

namespace jg::policies::transformations {

class Message {
 public:
  virtual ~Message() = default;
  virtual http::Fields& fields() = 0;
  // `pseudo` is one that the configuration accepts.
  virtual void set_pseudo(std::string_view pseudo, cel::Value value) = 0;
  virtual void set_body(std::string_view text) = 0;
};

class RequestMessage final : public Message {
 public:
  explicit RequestMessage(exchange::Exchange& exchange) : exchange_(exchange) {}
  http::Fields& fields() override { return exchange_.request.fields; }
  void set_pseudo(std::string_view pseudo, cel::Value value) override;
  void set_body(std::string_view text) override;

 private:
  void set_method(std::string_view method);
  void set_authority(std::string_view authority);
  void set_path(std::string_view target);

  exchange::Exchange& exchange_;
};

class ResponseMessage final : public Message {
 public:
  explicit ResponseMessage(exchange::Exchange& exchange) : exchange_(exchange) {}
  http::Fields& fields() override { return exchange_.response.head.fields; }
  void set_pseudo(std::string_view pseudo, cel::Value value) override;
  void set_body(std::string_view text) override;

 private:
  exchange::Exchange& exchange_;
};

}  // namespace jg::policies::transformations
