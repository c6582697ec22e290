#include "llm/operation.h"

#include <gtest/gtest.h>

namespace jg::llm {
namespace {

std::optional<Operation> operation_of(std::string_view path) {
  const auto found = find_operation(path);
  return found ? std::optional(found->operation) : std::nullopt;
}

TEST(Operation, is_known_by_the_end_of_the_path) {
  EXPECT_EQ(operation_of("/v1/chat/completions"), Operation::chat);
  EXPECT_EQ(operation_of("/v1/responses"), Operation::responses);
  EXPECT_EQ(operation_of("/v1/embeddings"), Operation::embeddings);
  EXPECT_EQ(operation_of("/v1/models"), Operation::models);
  EXPECT_EQ(operation_of("/team/a/v1/chat/completions"), Operation::chat);
  EXPECT_EQ(operation_of("/team/a/v1/models"), Operation::models);
}

TEST(Operation, is_known_without_a_version_at_the_root_only) {
  EXPECT_EQ(operation_of("/chat/completions"), Operation::chat);
  EXPECT_EQ(operation_of("/models"), Operation::models);
  EXPECT_EQ(operation_of("/team/chat/completions"), std::nullopt);
}

TEST(Operation, is_unknown_for_other_paths) {
  for (const std::string_view path :
       {"/", "/v1", "/v1/chat", "/v1/chat/completions/", "/v1/completions", "/v1/responses/compact",
        "/v1xchat/completions", "/v1/models/"})
    EXPECT_EQ(operation_of(path), std::nullopt) << path;
}

TEST(Operation, finds_the_model_id_with_its_slashes) {
  EXPECT_EQ(find_operation("/v1/models/gpt-4o")->model_id, "gpt-4o");
  EXPECT_EQ(find_operation("/models/meta/llama")->model_id, "meta/llama");
  EXPECT_EQ(find_operation("/v1/models")->model_id, "");
}

TEST(Operation, takes_a_model_id_that_looks_like_another_path_for_an_id) {
  const auto found = find_operation("/v1/models/v1/chat/completions");
  EXPECT_EQ(found->operation, Operation::models);
  EXPECT_EQ(found->model_id, "v1/chat/completions");
}

}  // namespace
}  // namespace jg::llm
