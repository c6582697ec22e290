// admin/explain.h - the page that tells what would become of a request, where the configuration
// lets it.
//
// Thread: admin/router.h.
// Trust:  it takes tokens, so it is closed unless it is asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "admin/router.h"

namespace jg::admin {

enum class ExplainForm : std::uint8_t { json, text };

struct Explained {
  int status = 200;
  std::string text{};
};

// The question is a request's body.
using ExplainSource = std::function<Task<Explained>(std::string question, ExplainForm form)>;

// Refuses everything without a source.
Page explain_page(ExplainSource source);

}  // namespace jg::admin
