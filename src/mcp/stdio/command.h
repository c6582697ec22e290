// mcp/stdio/command.h - what is run to have an MCP server: a program, its arguments, its
// environment.
//
// Trust: the operator's. Nothing of a request ever comes in here, and no shell reads it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace jg::mcp {

struct Command {
  std::string name;  // of the target, for the log
  std::string program;
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  // beside the gateway's own
  bool clears_environment = false;                               // instead of it
  std::string directory;                                         // where it is run
};

}  // namespace jg::mcp
