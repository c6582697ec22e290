#include "http/h2/block.h"

#include "base/ascii.h"
#include "http/grammar.h"
#include "http/h2/codes.h"

namespace jg::http::h2 {
namespace {

constexpr std::size_t kFieldOverhead = 32;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// RFC 9113 section 8.2.2, and two names that interfaces which turn '-' into '_' would take for
// framing.
Verdict judge_name(std::string_view name, std::string_view value) {
  constexpr const char* kOfConnection = "a field of HTTP/1.1 connections";
  switch (name.size()) {
    case 2:
      if (name == "te" && !ascii::iequals(value, "trailers"))
        return bad(codes::kConnectionField, "te that is not trailers");
      break;
    case 7:
      if (name == "upgrade") return bad(codes::kConnectionField, kOfConnection);
      break;
    case 10:
      if (name == "connection" || name == "keep-alive")
        return bad(codes::kConnectionField, kOfConnection);
      break;
    case 14:
      if (name == "content_length") return bad(codes::kBadField, "content_length");
      break;
    case 16:
      if (name == "proxy-connection") return bad(codes::kConnectionField, kOfConnection);
      break;
    case 17:
      if (name == "transfer-encoding") return bad(codes::kConnectionField, kOfConnection);
      if (name == "transfer_encoding") return bad(codes::kBadField, "transfer_encoding");
      break;
    default: break;
  }
  return kGood;
}

}  // namespace

bool is_field_value(std::string_view text) {
  return text.empty() || (!is_blank(text.front()) && !is_blank(text.back()) && is_value(text));
}

Verdict judge_field(std::string_view name, std::string_view value) {
  if (!is_lower_token(name)) return bad(codes::kBadField, "a byte that no field name has");
  if (!is_field_value(value)) return bad(codes::kBadField, "a byte that no field value has");
  return judge_name(name, value);
}

BlockKeeper::Over BlockKeeper::count(std::string_view name, std::string_view value) {
  bytes_ += name.size() + value.size() + kFieldOverhead;
  ++fields_;
  if (fields_ > limits_.fields) return Over::fields;
  return bytes_ > limits_.bytes ? Over::bytes : Over::no;
}

Verdict judge_head_size(BlockKeeper::Over over) {
  switch (over) {
    case BlockKeeper::Over::no: break;
    case BlockKeeper::Over::bytes:
      return bad(codes::kHeadTooLarge, "the head is larger than allowed");
    case BlockKeeper::Over::fields: return bad(codes::kTooManyFields, "more fields than allowed");
  }
  return kGood;
}

}  // namespace jg::http::h2
