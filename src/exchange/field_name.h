// exchange/field_name.h - the name of a header field that a configuration writes or takes out.
//
// Errors: told to a Faults.
// Spec:   RFC 9110 section 5.1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/document.h"
#include "config/faults.h"

namespace jg::exchange {

// Lower case; empty after a fault was told: of what is no name, and of the gateway's own fields.
std::optional<std::string> read_field_name(std::string_view name, const config::Node& node,
                                           config::Faults& faults);

}  // namespace jg::exchange
