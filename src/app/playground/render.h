// app/playground/render.h - an evaluation as people and as programs read it.
//
// Trust: control characters are written so that no terminal obeys them.
#pragma once

#include <string>
#include <string_view>

#include "admin/explain.h"
#include "app/playground/evaluation.h"

namespace jg::app::playground {

std::string as_text(const Evaluation& evaluation);
std::string as_json(const Evaluation& evaluation);

// A question as JSON, and its answer.
admin::Explained answer(std::string_view question, SystemTime now, admin::ExplainForm form);

}  // namespace jg::app::playground
