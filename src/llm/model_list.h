// llm/model_list.h - the answers of GET /v1/models and /v1/models/{id}.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "llm/model_table.h"

namespace jg::llm {

// `created` is in seconds since 1970: when this gateway learned of its models. A pattern is listed
// as it is written.
std::string model_list_body(std::span<const Model* const> models, std::uint64_t created);
std::string model_body(std::string_view id, const Model& model, std::uint64_t created);

}  // namespace jg::llm
