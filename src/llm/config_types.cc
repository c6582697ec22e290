#include "llm/config_types.h"

#include <algorithm>

#include "config/node_json.h"
#include "llm/providers/presets.h"

namespace jg::llm {
namespace {

using config::Faults;
using config::Node;
using config::Object;

constexpr std::string_view kEcho = "echo";

template <class Parse>
config::Type<BaseUrl> parsed(Parse parse, std::string expected) {
  return config::filled_text().then<BaseUrl>(
      [parse, expected = std::move(expected)](const std::string& text, const Node& node,
                                              Faults& faults) -> std::optional<BaseUrl> {
        auto base = parse(text);
        if (base) return std::move(*base);
        faults.add(node, "found " + node.shown() + "; expected " + expected);
        return std::nullopt;
      });
}

std::vector<std::string> provider_names() {
  std::vector<std::string> out = {std::string(kEcho)};
  for (const Preset& preset : presets()) out.emplace_back(preset.name);
  return out;
}

std::optional<ProviderChoice> choose_by_name(const std::string& name, const Node& node,
                                             Faults& faults) {
  const std::vector<std::string> names = provider_names();
  if (std::ranges::find(missing_providers(), name) != missing_providers().end()) {
    faults.add(node,
               "agentgateway knows this provider; jotgate does not support it yet (one that speaks "
               "OpenAI's form can be reached as `custom`)");
    return std::nullopt;
  }
  if (!config::decode_word(node, names, names, faults)) return std::nullopt;
  return ProviderChoice{name, std::nullopt, std::nullopt, node.place()};
}

config::Type<ProviderChoice> by_name() {
  std::vector<std::string> names = provider_names();
  config::Schema schema;
  schema.set("enum", config::json_texts(names));
  const auto decode = [](const Node& node, Faults& faults) {
    return choose_by_name(std::string(node.text()), node, faults);
  };
  return config::custom<ProviderChoice>(config::shape(config::Kind::string), "a provider's name",
                                        decode, schema);
}

// Formats whose requests would have to be translated are refused rather than left out.
config::Type<Operation> format_type() {
  using enum Operation;
  const auto words =
      config::enumeration<std::optional<Operation>>({{"completions", chat},
                                                     {"responses", responses},
                                                     {"embeddings", embeddings},
                                                     {"messages", std::nullopt},
                                                     {"anthropicTokenCount", std::nullopt},
                                                     {"generateContent", std::nullopt},
                                                     {"geminiCountTokens", std::nullopt},
                                                     {"realtime", std::nullopt},
                                                     {"rerank", std::nullopt}});
  return words.then<Operation>(
      [](std::optional<Operation> format, const Node& node, Faults& faults) {
        if (!format)
          faults.add(node, "agentgateway knows this format; jotgate does not support it yet");
        return format;
      });
}

Object<CustomConfig> custom_object() {
  const auto format =
      config::object(Object<FormatConfig>("LlmFormat", "One API that the provider has.")
                         .required("type", &FormatConfig::operation, format_type(), "Which one.")
                         .optional("path", &FormatConfig::path, path_type(),
                                   "Where it is, when it is not below the base URL."));
  return Object<CustomConfig>("LlmCustom",
                              "Any server that speaks OpenAI's form; needs `params.baseUrl`.")
      .required("formats", &CustomConfig::formats,
                config::list_of(format, config::Emptiness::refused), "The APIs it has.")
      .optional("model", &CustomConfig::model, config::filled_text(), "Its name of the model.")
      .optional("providerOverride", &CustomConfig::provider_override, config::filled_text(),
                "Its name in logs.");
}

config::Type<ProviderChoice> by_map() {
  return config::object(Object<ProviderChoice>("LlmProviderChoice",
                                               "A provider of the list, or one of your own.")
                            .optional("reference", &ProviderChoice::reference,
                                      config::filled_text(), "The name of one of `llm.providers`.")
                            .optional("custom", &ProviderChoice::custom,
                                      config::object(custom_object()), "A server of your own.")
                            .exactly_one_of({"reference", "custom"}))
      .then<ProviderChoice>([](ProviderChoice choice, const Node& node, Faults&) {
        choice.place = node.place();
        return std::optional(std::move(choice));
      });
}

}  // namespace

config::Type<BaseUrl> base_url_type() {
  return parsed(parse_base_url,
                "an http:// or https:// URL without user, query and fragment, for example "
                "http://localhost:11434/v1");
}

config::Type<BaseUrl> host_override_type() {
  return parsed(parse_host_override, "host:port, for example localhost:8080");
}

config::Type<std::string> path_type() {
  return config::filled_text().then<std::string>(
      [](std::string path, const Node& node, Faults& faults) -> std::optional<std::string> {
        // As a base URL's path: canonical, and nothing that would end it.
        const auto base = parse_base_url("http://h" + path);
        if (base && path.starts_with('/') && (base->prefix == path || base->prefix + "/" == path))
          return path;
        faults.add(node, "found " + node.shown() +
                             "; expected a path that begins with a slash and needs no normalising");
        return std::nullopt;
      });
}

config::Type<std::string> model_pattern_type() {
  return config::filled_text().then<std::string>(
      [](std::string name, const Node& node, Faults& faults) -> std::optional<std::string> {
        const std::size_t star = name.find('*');
        const bool is_at_an_end = star == 0 || star + 1 == name.size();
        if (star == std::string::npos ||
            (is_at_an_end && name.find('*', star + 1) == std::string::npos))
          return name;
        faults.add(node, "found " + node.shown() +
                             "; expected at most one `*`, alone, in front or at the end");
        return std::nullopt;
      });
}

config::Type<JsonMembers> json_members_type() {
  const auto value =
      config::any().then<std::string>([](const Node&, const Node& node, Faults& faults) {
        auto json = config::json_of(node);
        if (!json) faults.add(node, "JSON has no such number");
        return json;
      });
  return config::map_of(value);
}

config::Type<ProviderChoice> provider_choice_type() {
  return config::one_of<ProviderChoice>({by_name(), by_map()});
}

void check_params(const ProviderChoice& choice, const ParamsConfig& params, const Node& node,
                  Faults& faults) {
  const bool has_host = params.base_url || params.host_override;
  if (choice.custom && !has_host)
    faults.add(choice.place, "a custom provider needs `params.baseUrl`");
  if (choice.name != kEcho) return;
  const bool has_upstream =
      has_host || params.api_key || params.path_override || params.path_prefix;
  if (has_upstream)
    faults.add(*node.find("params"), "echo answers by itself: it has neither key nor URL");
}

}  // namespace jg::llm
