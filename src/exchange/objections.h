// exchange/objections.h - texts that a variable never is: a path without a slash, a host in upper
// case.
//
// To add one: a function and its row in objections.cc, a file in tests/config_warned.
// Spec: RFC 9110 section 4.2.3 (hosts), 9.1 (methods); what variables.h makes of a request.
#pragma once

#include "cel/check.h"
#include "exchange/variables.h"

namespace jg::exchange {

// Why `member` of `root` is never `text`, or never begins with it.
std::optional<cel::Knowledge::Objection> find_objection(Root root, std::string_view member,
                                                        cel::Knowledge::Test test,
                                                        std::string_view text);

}  // namespace jg::exchange
