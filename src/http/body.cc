#include "http/body.h"

namespace jg::http {

Task<Result<std::string>> read_all(BodySource& body, std::size_t limit, Blame who) {
  std::string out;
  const BodyFraming framing = body.framing();
  if (framing.kind == BodyKind::length) {
    if (framing.length > limit) co_return fail(who, "http.body_too_large");
    out.reserve(framing.length);
  }
  while (true) {
    auto piece = body.try_next();
    if (!piece) piece = co_await body.next();
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end) co_return out;
    if (out.size() + (*piece)->data.size() > limit) co_return fail(who, "http.body_too_large");
    out.append((*piece)->data);
  }
}

}  // namespace jg::http
