#include "exchange/policy.h"

namespace jg::exchange {

Task<Result<Verdict>> Policy::resume(Exchange&) const { co_return Verdict::proceed; }
void Policy::on_response(Exchange&) const {}
void Policy::on_done(Exchange&) const {}

}  // namespace jg::exchange
