// mcp/subject.h - what a client's message is about: the tool, prompt, resource or task that it names.
//
// Thread: any.
// Trust:  hostile, and read by more than one program: the gateway decides by what it reads here, the
//         server acts by what it reads itself. A message that a server could read otherwise is told
//         to be doubtful.
#pragma once

#include <optional>

#include "json/value.h"
#include "mcp/message.h"

namespace jg::mcp {

// Fills `subject` and `is_doubtful` of a message, whose `method` is known. `root` is the whole of it.
void read_subject(json::Value root, Message& message);

}  // namespace jg::mcp
