// config/redacted.h - a configuration as JSON for its operator's eyes, without its secrets.
//
// Trust: what comes from a variable is shown as it was written; a value under a name that secrets
//        have, or one that looks like a credential, is replaced. Better one too many than one
//        too few.
#pragma once

#include <string_view>

#include "config/document.h"
#include "json/writer.h"

namespace jg::config {

void write_redacted(json::Writer& json, const Node& node);

}  // namespace jg::config
