#include "policies/timeout/feature.h"

#include "config/schema.h"
#include "policies/timeout/policy.h"

namespace jg::policies::timeout {
namespace {

config::Type<Settings> settings_type(const exchange::LoadContext&) {
  return config::object(
      config::Object<Settings>("Timeout", "How long a request may take; 0 is no limit.")
          .optional("requestTimeout", &Settings::request, config::duration(),
                    "From the request's head to the last byte of its answer, streams included.")
          .optional("backendRequestTimeout", &Settings::backend, config::duration(),
                    "From the call of the backend to the head of its answer."));
}

}  // namespace

exchange::PolicyFeature timeout_feature() {
  return {"timeout",
          exchange::Stage::arm,
          "How long a request may take.",
          exchange::make_of_last<TimeoutPolicy>(settings_type),
          exchange::schema_by(settings_type),
          exchange::Reach::route};
}

}  // namespace jg::policies::timeout
