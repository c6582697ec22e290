#include "llm/build.h"

#include <algorithm>
#include <chrono>

#include "json/text.h"
#include "llm/providers/echo.h"
#include "llm/providers/target.h"

namespace jg::llm {
namespace {

struct Parts {
  const upstream::Clients& clients;
  const exchange::LoadContext& context;
  config::Faults& faults;
};

// What a model is once the provider it refers to is put in.
struct Resolved {
  ProviderChoice provider;
  ParamsConfig params;
  BodyConfig body;
  std::optional<upstream::TlsConfig> tls;
};

// `over` wins, member by member; what only `under` has comes first.
JsonMembers merge(const JsonMembers& under, const JsonMembers& over) {
  JsonMembers out = under;
  for (const auto& [name, json] : over) {
    const auto found = std::ranges::find(out, name, &JsonMembers::value_type::first);
    if (found == out.end()) {
      out.emplace_back(name, json);
    } else {
      found->second = json;
    }
  }
  return out;
}

Resolved resolve(const ModelConfig& model, const std::vector<ProviderConfig>& providers) {
  Resolved out{model.provider, model.params, model.body, model.tls};
  if (!model.provider.reference) return out;
  const auto named = std::ranges::find(providers, *model.provider.reference, &ProviderConfig::name);
  out.provider = named->provider;  // that it is there was checked when it was decoded
  out.params = named->params;
  if (model.params.model) out.params.model = model.params.model;
  out.body.defaults = merge(named->defaults.body.defaults, model.body.defaults);
  out.body.overrides = merge(named->defaults.body.overrides, model.body.overrides);
  if (!out.tls) out.tls = named->defaults.tls;
  return out;
}

std::shared_ptr<const Provider> make_provider(const Resolved& resolved, const Parts& parts) {
  if (resolved.provider.name == "echo") return std::make_shared<EchoProvider>();
  OpenAiSettings settings = make_settings(resolved.provider, resolved.params);
  const config::FileReader files(parts.context.working_directory);
  if (resolved.tls) {
    const upstream::TlsFiles tls{files, *parts.context.watched, *parts.context.tls_contexts,
                                 parts.faults};
    upstream::Endpoint& endpoint = settings.base.endpoint;
    endpoint.tls = upstream::make_tls(*resolved.tls, endpoint.host, tls);
  }
  if (resolved.params.api_key) {
    if (resolved.params.api_key->from == config::TextSource::From::file)
      parts.context.watched->add(files.resolve(resolved.params.api_key->value));
    const auto key = files.read_secret(*resolved.params.api_key, parts.faults);
    if (!key) return nullptr;
    settings.authorization = Secret("Bearer " + std::string(key->reveal()));
  }
  return std::make_shared<OpenAiProvider>(std::move(settings), parts.clients);
}

std::vector<BodyEdit> make_edits(const Resolved& resolved) {
  std::vector<BodyEdit> out;
  std::optional<std::string> model = resolved.params.model;
  if (!model && resolved.provider.custom) model = resolved.provider.custom->model;
  if (model)
    json::append_quoted(out.emplace_back(BodyEdit{"model", {}, BodyEdit::When::always}).json,
                        *model);
  for (const auto& [name, json] : resolved.body.overrides)
    out.push_back({name, json, BodyEdit::When::always});
  for (const auto& [name, json] : resolved.body.defaults)
    out.push_back({name, json, BodyEdit::When::absent});
  return out;
}

ModelGate make_gate(std::shared_ptr<const exchange::RuleSet> rules) {
  if (!rules) return nullptr;
  return [rules](exchange::Exchange& exchange) {
    return rules->evaluate(exchange, "llm.model_denied");
  };
}

}  // namespace

std::vector<std::string> tls_remarks(const LlmConfig& config) {
  std::vector<std::string> out;
  for (const ModelConfig& model : config.models) {
    const auto tls = resolve(model, config.providers).tls;
    const std::string remark = tls ? upstream::tls_remark(*tls) : std::string();
    if (!remark.empty()) out.push_back("model " + model.name + ": " + remark);
  }
  return out;
}

std::vector<Model> make_models(const LlmConfig& config, const upstream::Clients& clients,
                               const exchange::LoadContext& context, config::Faults& faults) {
  const Parts parts{clients, context, faults};
  std::vector<Model> out;
  for (const ModelConfig& model : config.models) {
    const Resolved resolved = resolve(model, config.providers);
    out.push_back({model.name, model.visibility, make_provider(resolved, parts),
                   make_edits(resolved), make_gate(model.authorization)});
  }
  return out;
}

std::shared_ptr<const exchange::Backend> make_router(const LlmConfig& config,
                                                     const upstream::Clients& clients,
                                                     const exchange::LoadContext& context,
                                                     config::Faults& faults) {
  const std::size_t errors = faults.errors();
  std::vector<Model> models = make_models(config, clients, context, faults);
  if (faults.errors() != errors) return nullptr;
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(context.clock.now().time_since_epoch());
  return std::make_shared<ModelRouter>(std::move(models), static_cast<std::uint64_t>(now.count()));
}

}  // namespace jg::llm
