// app/cli/reference_cel.h - the page of docs/reference on CEL: functions, variables, differences.
#pragma once

#include <string>

namespace jg::app::cli {

// Markdown, from the tables that the compiler of expressions reads.
std::string cel_page();

}  // namespace jg::app::cli
