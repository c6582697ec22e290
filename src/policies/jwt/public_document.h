// policies/jwt/public_document.h - an answer that anybody may read before having a token, also a
// program in a browser.
//
// Spec: RFC 9728 section 3.1, RFC 8414 section 3.1; the Fetch standard's CORS protocol.
#pragma once

#include <string>

#include "exchange/exchange.h"

namespace jg::policies::jwt {

// Whether the request is answered by that already: a preflight, or another method than `method`
// (GET stands for HEAD too).
bool answer_preliminary(exchange::Exchange& exchange, std::string_view method);

void answer_json(exchange::Exchange& exchange, int status, std::string json);

}  // namespace jg::policies::jwt
