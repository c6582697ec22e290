// app/explain/question.h - a question put as JSON, and its answer.
//
// Errors: explain.request for what is no question; a member that is not known is a fault.
// Limits: depth 4; the caller bounds the bytes.
// Trust:  as app/explain/request.h has it.
#pragma once

#include <memory>
#include <string_view>

#include "admin/explain.h"
#include "app/explain/explanation.h"
#include "json/value.h"

namespace jg::app::explain {

// {"token", "method", "path", "host", "source", "port", "now", "headers": {"name": "value"}, "body",
// "tool"}, all of them optional; "tool" makes the body.
Result<Request> parse_question(std::string_view json, SystemTime now);

// One of those members.
Result<void> read_member(std::string_view name, json::Value value, Request& out);

admin::Explained answer(const std::shared_ptr<const proxy::Snapshot>& snapshot,
                        const Result<Request>& question, admin::ExplainForm form);

}  // namespace jg::app::explain
