// http/cookies.h - finds one cookie in a request's Cookie fields, or takes it out of them.
//
// Owner: views are into the fields' text, or into the arena that was given.
// Spec:  RFC 6265 sections 4.2 and 5.4; several Cookie fields as RFC 9113 section 8.2.3 allows.
// Trust: hostile: white space around names and values is not part of them, so that no name hides
//        behind it. Quotes are part of a value. Without '=' there is no name.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "http/fields.h"

namespace jg::http {

// The first of that name; names are case-sensitive.
std::optional<std::string_view> find_cookie(const Fields& fields, std::string_view name);

// Takes every cookie of that name out; a Cookie field with nothing left goes too.
void remove_cookie(Fields& fields, std::string_view name, Arena& arena);

}  // namespace jg::http
