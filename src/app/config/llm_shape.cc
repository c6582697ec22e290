#include "app/config/llm_shape.h"

namespace jg::app {
namespace {

using config::Object;

struct LlmPolicies {
  PolicyValues values;
};

config::Type<PolicyValues> llm_policies_type(const PlacePolicies& policies) {
  return config::object(Object<LlmPolicies>("LlmPolicies", "What happens before a model is chosen.")
                            .dynamic(&LlmPolicies::values, policies.offered)
                            .not_yet(policies.not_yet)
                            .not_yet({"guardrails"}))
      .then<PolicyValues>([](LlmPolicies wrapped, const config::Node&, config::Faults&) {
        return std::optional(std::move(wrapped.values));
      });
}

}  // namespace

config::Type<LlmShape> llm_shape_type(const PlacePolicies& policies,
                                      const exchange::LoadContext& context) {
  return config::object(
             Object<LlmShape>("Llm", "Language models behind one address.")
                 .optional("gateways", &LlmShape::gateways,
                           config::one_or_many(config::filled_text()),
                           "The gateways (or gateway/listener) it is attached to.")
                 .optional("port", &LlmShape::port, listen_port(),
                           "A port of its own, 4000 by default; 0 lets the kernel choose.")
                 .optional("tls", &LlmShape::tls, tls_type(),
                           "The certificate of its own port, and who may connect.")
                 .optional("policies", &LlmShape::policies, llm_policies_type(policies),
                           "What happens before a model is chosen.")
                 .include(&LlmShape::llm, llm::llm_object(context))
                 .at_most_one_of({"gateways", "port"})
                 .at_most_one_of({"gateways", "tls"}))
      .then<LlmShape>([](LlmShape shape, const config::Node& node, config::Faults&) {
        shape.place = node.place();
        return std::optional(std::move(shape));
      });
}

}  // namespace jg::app
