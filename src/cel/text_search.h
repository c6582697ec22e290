// cel/text_search.h - where a text stands in another, when a peer may have written both.
//
// std::string_view::find takes the product of the two lengths for texts made for that; these do not.
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/context.h"

namespace jg::cel {

// The first place from `from` on; npos where there is none. Linear in the lengths of both.
std::size_t find_text(std::string_view text, std::string_view sought, std::size_t from = 0);

// Pays for looking from the end, which takes the product.
bool spend_search_back(Context& context, std::string_view text, std::string_view sought);

}  // namespace jg::cel
