// http/grpc.h - tells gRPC calls apart: they need HTTP/2 and are refused in a form of their own.
//
// Spec: gRPC over HTTP/2, "Requests": content-type application/grpc, alone or with +proto and the
//       like. application/grpc-web is another protocol.
#pragma once

#include "http/message.h"

namespace jg::http {

bool is_grpc(const RequestHead& request);

}  // namespace jg::http
