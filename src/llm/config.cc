#include "llm/config.h"

#include <algorithm>
#include <set>

#include "llm/config_types.h"

namespace jg::llm {
namespace {

using config::Faults;
using config::Node;
using config::Object;

Object<ParamsConfig> params_object() {
  return Object<ParamsConfig>("LlmParams", "How the provider is called.")
      .optional("model", &ParamsConfig::model, config::filled_text(),
                "The provider's name of the model; the client's by default.")
      .optional(
          "apiKey", &ParamsConfig::api_key, config::file_or_inline(),
          "Sent as a bearer token in place of the client's. Without it the client's own goes on.")
      .optional("baseUrl", &ParamsConfig::base_url, base_url_type(),
                "http or https; its path stands before the operation's.")
      .optional("hostOverride", &ParamsConfig::host_override, host_override_type(),
                "host:port. Deprecated: use baseUrl.")
      .optional("pathOverride", &ParamsConfig::path_override, path_type(),
                "The whole path. Deprecated: use baseUrl.")
      .optional("pathPrefix", &ParamsConfig::path_prefix, path_type(),
                "The path before the operation's. Deprecated: use baseUrl.")
      .optional("tokenize", &ParamsConfig::tokenize, config::boolean(),
                "Count tokens before sending; only false is possible yet.")
      .never_empty({"apiKey"})
      .at_most_one_of({"baseUrl", "hostOverride"})
      .at_most_one_of({"pathOverride", "pathPrefix"})
      .not_yet({"awsRegion", "vertexRegion", "vertexProject", "azureResourceName",
                "azureResourceType", "azureApiVersion", "azureProjectName"})
      .check([](const ParamsConfig& params, const Node& node, Faults& faults) {
        if (params.tokenize)
          faults.add(*node.find("tokenize"), "counting tokens before sending is not supported yet");
      });
}

Object<BodyConfig> body_object() {
  return Object<BodyConfig>("LlmBody", "Members of the request's body.")
      .optional("defaults", &BodyConfig::defaults, json_members_type(),
                "Set where the request has no such member.")
      .optional("overrides", &BodyConfig::overrides, json_members_type(),
                "Set whatever the request says.")
      .check([](const BodyConfig& body, const Node& node, Faults& faults) {
        const auto model =
            std::ranges::find(body.overrides, "model", &JsonMembers::value_type::first);
        if (model != body.overrides.end() && !model->second.starts_with('"'))
          faults.add(*node.find("overrides"), "`model` must be text");
      });
}

Object<ModelDefaults> defaults_object() {
  return Object<ModelDefaults>("LlmDefaults", "What the models of a provider do.")
      .include(&ModelDefaults::body, body_object())
      .optional("backendTLS", &ModelDefaults::tls, upstream::tls_config_type(),
                "TLS to the provider; {} trusts the system's roots.")
      .alias("tls", "backendTLS")
      .not_yet({"transformation", "requestHeaders", "responseHeaders", "auth", "health",
                "backendTunnel", "promptCaching"});
}

Object<ProviderConfig> provider_object() {
  return Object<ProviderConfig>("LlmProvider", "A provider that models refer to by name.")
      .required("name", &ProviderConfig::name, config::filled_text(), "What models call it.")
      .required("provider", &ProviderConfig::provider, provider_choice_type(), "Which one it is.")
      .optional("params", &ProviderConfig::params, config::object(params_object()),
                "How it is called.")
      .optional("defaults", &ProviderConfig::defaults, config::object(defaults_object()),
                "What its models do unless they say otherwise.")
      .check([](const ProviderConfig& provider, const Node& node, Faults& faults) {
        if (provider.provider.reference)
          faults.add(*node.find("provider"), "a provider may not refer to another");
        check_params(provider.provider, provider.params, node, faults);
      });
}

void check_referring_params(const ParamsConfig& params, const Node& node, Faults& faults) {
  const bool has_more = params.api_key || params.base_url || params.host_override ||
                        params.path_override || params.path_prefix;
  if (has_more)
    faults.add(*node.find("params"), "a model that refers to a provider may set only `model` here");
}

Object<ModelConfig> model_object(const exchange::LoadContext& context) {
  return Object<ModelConfig>("LlmModel", "A model that clients may ask for, and who answers.")
      .required("name", &ModelConfig::name, model_pattern_type(),
                "The name clients send, or a pattern with one `*` alone, in front or at the end.")
      .required("provider", &ModelConfig::provider, provider_choice_type(), "Who answers.")
      .optional("id", &ModelConfig::id, config::filled_text(), "A stable name of this entry.")
      .optional("visibility", &ModelConfig::visibility,
                config::enumeration<Visibility>(
                    {{"public", Visibility::listed}, {"internal", Visibility::internal}}),
                "Whether clients may ask for it.")
      .optional("params", &ModelConfig::params, config::object(params_object()),
                "How the provider is called.")
      .optional("authorization", &ModelConfig::authorization, exchange::rule_set_type(context),
                "Rules on who may use it; it is hidden from the others.")
      .optional("backendTLS", &ModelConfig::tls, upstream::tls_config_type(),
                "TLS to the provider; {} trusts the system's roots.")
      .alias("tls", "backendTLS")
      .never_empty({"authorization"})
      .include(&ModelConfig::body, body_object())
      .not_yet({"passthrough", "transformation", "finalTransformation", "requestHeaders",
                "responseHeaders", "auth", "health", "backendTunnel", "guardrails", "promptCaching",
                "matches"})
      .check([](const ModelConfig& model, const Node& node, Faults& faults) {
        if (model.tls && model.provider.name == "echo")
          faults.add(model.tls->place, "echo answers by itself: there is nobody to connect to");
        if (model.provider.reference) {
          check_referring_params(model.params, node, faults);
        } else {
          check_params(model.provider, model.params, node, faults);
        }
      });
}

void check_names(const LlmConfig& llm, const Node& node, Faults& faults) {
  std::set<std::string_view> names;
  for (const ProviderConfig& provider : llm.providers) {
    if (!names.insert(provider.name).second)
      faults.add(provider.provider.place,
                 "another provider is called " + config::quoted(provider.name) + " too");
  }
  for (const ModelConfig& model : llm.models) {
    const auto& reference = model.provider.reference;
    if (reference && !names.contains(*reference))
      faults.add(model.provider.place,
                 "there is no provider called " + config::quoted(*reference) + " in `providers`");
  }
  if (llm.models.empty())
    faults.warn(node, "no model is configured, so every model request will be refused");
}

}  // namespace

Object<LlmConfig> llm_object(const exchange::LoadContext& context) {
  return Object<LlmConfig>("Llm", "Access to language models.")
      .required("models", &LlmConfig::models,
                config::list_of(config::object(model_object(context))),
                "The models that clients may ask for.")
      .optional("providers", &LlmConfig::providers,
                config::list_of(config::object(provider_object())),
                "Providers that models refer to.")
      .not_yet({"virtualModels"})
      .check(check_names);
}

}  // namespace jg::llm
