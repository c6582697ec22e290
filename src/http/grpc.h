// http/grpc.h - tells gRPC calls apart, which are refused in a form of their own, and how they ended.
//
// Spec: gRPC over HTTP/2, "Requests": content-type application/grpc, alone or with +proto and the
//       like; application/grpc-web is another protocol. "Responses": grpc-status.
#pragma once

#include <optional>

#include "http/message.h"

namespace jg::http {

bool is_grpc(const RequestHead& request);

// Of trailers, or of a head that is all. Nothing when there is none, or none that is a status.
std::optional<int> find_grpc_status(const Fields& fields);

}  // namespace jg::http
