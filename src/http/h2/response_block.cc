#include "http/h2/response_block.h"

#include "base/ascii.h"
#include "http/content_length.h"
#include "http/h2/codes.h"

namespace jg::http::h2 {

void ResponseBlock::begin(ResponseHead& head, Arena& arena) {
  head.fields.clear();
  head.version = Version::http2;
  head.status = 0;
  head.reason = {};
  head_ = &head;
  keeper_.begin({limits_.bytes, limits_.fields + 1}, arena);
  fault_ = kGood;
  content_length_.reset();
}

void ResponseBlock::take(Text name, Text value) {
  const Verdict size = judge_head_size(keeper_.count(name.view, value.view));
  if (!fault_.good()) return;
  fault_ = size;
  if (!size.good()) return;
  fault_ =
      name.view.starts_with(':') ? take_status(name.view, value.view) : take_regular(name, value);
}

// The one pseudo-header field of a response, so it comes first: 100 to 599 (RFC 9110 section 15).
Verdict ResponseBlock::take_status(std::string_view name, std::string_view value) {
  if (name != ":status" || head_->status != 0 || !head_->fields.empty())
    return bad(codes::kBadPseudoField, "not one :status in front");
  if (value.size() != 3 || value[0] < '1' || value[0] > '5' || !ascii::is_digit(value[1]) ||
      !ascii::is_digit(value[2]))
    return bad(codes::kBadPseudoField, "a status from 100 to 599");
  head_->status = (value[0] - '0') * 100 + (value[1] - '0') * 10 + (value[2] - '0');
  if (head_->status == 101) return bad(codes::kBadPseudoField, "status 101");
  return kGood;
}

Verdict ResponseBlock::take_regular(Text name, Text value) {
  if (const Verdict verdict = judge_field(name.view, value.view); !verdict.good()) return verdict;
  if (name.view == "content-length") {
    if (content_length_) return bad(codes::kBadContentLength, "more than one");
    content_length_ = parse_content_length(value.view);
    if (!content_length_) return bad(codes::kBadContentLength, "not one number of at most 63 bits");
  }
  head_->fields.add(keeper_.keep(name), keeper_.keep(value));
  return kGood;
}

Verdict ResponseBlock::finish(std::optional<std::uint64_t>& content_length) {
  if (!fault_.good()) return fault_;
  if (head_->status == 0) return bad(codes::kBadPseudoField, "no status");
  content_length = content_length_;
  return kGood;
}

}  // namespace jg::http::h2
