#include "http/h2/trailer_block.h"

#include "http/h2/codes.h"
#include "http/trailers.h"

namespace jg::http::h2 {

void TrailerBlock::begin(Fields& fields, Arena& arena) {
  fields.clear();
  fields_ = &fields;
  keeper_.begin(limits_, arena);
  fault_ = kGood;
}

void TrailerBlock::take(Text name, Text value) {
  const auto over = keeper_.count(name.view, value.view);
  if (!fault_.good()) return;
  if (over != BlockKeeper::Over::no)
    fault_ = bad(codes::kTrailersTooLarge, "more trailers than allowed");
  else if (name.view.starts_with(':'))
    fault_ = bad(codes::kBadPseudoField, "a pseudo-header field in trailers");
  else
    fault_ = judge_field(name.view, value.view);
  if (fault_.good() && may_be_trailer({name.view, value.view}))
    fields_->add(keeper_.keep(name), keeper_.keep(value));
}

}  // namespace jg::http::h2
