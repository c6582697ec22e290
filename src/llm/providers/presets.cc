#include "llm/providers/presets.h"

#include <algorithm>
#include <array>

namespace jg::llm {
namespace {

using enum Operation;

constexpr std::array kChat = {PresetOperation{chat}};
constexpr std::array kChatResponses = {PresetOperation{chat}, PresetOperation{responses}};
constexpr std::array kChatEmbeddings = {PresetOperation{chat}, PresetOperation{embeddings}};
constexpr std::array kAll = {PresetOperation{chat}, PresetOperation{responses},
                             PresetOperation{embeddings}};
constexpr std::array kCohere = {PresetOperation{chat, "/compatibility/v1/chat/completions"},
                                PresetOperation{embeddings, "/compatibility/v1/embeddings"}};

constexpr auto kPresets = std::to_array<Preset>({
    {"openAI", "https://api.openai.com/v1", kAll},
    {"openai", "https://api.openai.com/v1", kAll},
    {"baseten", "https://inference.baseten.co/v1", kChat},
    {"cerebras", "https://api.cerebras.ai/v1", kChat},
    {"cohere", "https://api.cohere.ai", kCohere},
    {"deepinfra", "https://api.deepinfra.com/v1/openai", kChatEmbeddings},
    {"deepseek", "https://api.deepseek.com/v1", kChatResponses},
    {"fireworks", "https://api.fireworks.ai/inference/v1", kAll},
    {"groq", "https://api.groq.com/openai/v1", kChatResponses},
    {"huggingface", "https://router.huggingface.co/v1", kChatResponses},
    {"mistral", "https://api.mistral.ai/v1", kChatEmbeddings},
    {"ollama", "http://localhost:11434/v1", kAll},
    {"openrouter", "https://openrouter.ai/api/v1", kAll},
    {"togetherai", "https://api.together.xyz/v1", kChatEmbeddings},
    {"xai", "https://api.x.ai/v1", kChatResponses},
});

constexpr auto kMissing = std::to_array<std::string_view>(
    {"anthropic", "azure", "bedrock", "copilot", "gemini", "vertex"});

}  // namespace

std::span<const Preset> presets() { return kPresets; }

const Preset* find_preset(std::string_view name) {
  const auto found = std::ranges::find(kPresets, name, &Preset::name);
  return found == kPresets.end() ? nullptr : &*found;
}

std::span<const std::string_view> missing_providers() { return kMissing; }

}  // namespace jg::llm
