// telemetry/log_fields.h - the fields of the access log by their names, to leave them out.
//
// Thread: static.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "telemetry/record.h"

namespace jg::telemetry {

// Null when no field has that name.
ClearField find_log_field(std::string_view name);

std::vector<std::string> log_field_names();

}  // namespace jg::telemetry
