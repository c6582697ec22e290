// mcp/caller.h - who a session belongs to, as one text.
//
// Trust: made of what was verified: issuer and subject of the token, so that a refreshed token of
//        the same subject goes on; a token without a subject stands for itself alone. An API key is
//        one caller, whatever else is said of it. Without either, the client's certificate.
#pragma once

#include <string>

#include "exchange/exchange.h"

namespace jg::mcp {

// Empty when nobody was identified: then all who are not share.
std::string caller_of(const exchange::Exchange& exchange);

}  // namespace jg::mcp
