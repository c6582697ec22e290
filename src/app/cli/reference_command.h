// app/cli/reference_command.h - the pages of docs/reference that are made from the code's own
// tables.
#pragma once

#include <string>

namespace jg::app::cli {

// Markdown.
std::string errors_page();   // every code a client can meet
std::string metrics_page();  // every metric

}  // namespace jg::app::cli
