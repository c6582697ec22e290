// app/cli/reference_command.h - the pages of docs/reference that are made from the code's own
// tables.
#pragma once

#include <string>

namespace jg::app::cli {

std::string errors_page();  // Markdown: every code a client can meet

}  // namespace jg::app::cli
