// http/h1/target.h - takes a request's target apart, and settles on the one authority it is for.
//
// Spec:   RFC 9112 sections 3.2 and 3.3; RFC 9110 sections 4.2 and 7.2.
// Trust:  hostile: a target and a Host field that name different hosts are refused, not resolved.
#pragma once

#include "http/h1/framing.h"
#include "http/h1/verdict.h"
#include "http/message.h"

namespace jg::http::h1 {

// head.target holds the target as received; fills scheme, authority, target, path
// and query. The authority is empty only in HTTP/1.0.
Verdict split_target(const FramingFields& framing, RequestHead& head);

}  // namespace jg::http::h1
