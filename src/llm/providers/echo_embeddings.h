// llm/providers/echo_embeddings.h - vectors for texts: the same for the same text, of length 1, and
// of no meaning.
//
// Errors: llm.invalid_request.
// Limits: kMostDimensions for each vector, kMostNumbers for an answer.
// Spec:   OpenAI's list of embeddings, as numbers or as base64 of little-endian floats.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"
#include "json/value.h"

namespace jg::llm {

constexpr std::size_t kUsualDimensions = 16;
constexpr std::size_t kMostDimensions = 4096;
constexpr std::size_t kMostNumbers = 1 << 18;

struct EchoEmbeddings {
  std::string body;
  std::uint64_t input_tokens = 0;
};

Result<EchoEmbeddings> make_embeddings(json::Value request, std::string_view model);

}  // namespace jg::llm
