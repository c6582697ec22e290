#include "policies/redirect/feature.h"

#include "config/schema.h"
#include "policies/redirect/policy.h"

namespace jg::policies::redirect {
namespace {

config::Type<Settings> settings_type(const exchange::LoadContext&) {
  const auto scheme = config::enumeration<std::string>({{"http", "http"}, {"https", "https"}});
  return config::object(
      config::Object<Settings>("RequestRedirect", "Sends the client to another URL.")
          .optional("scheme", &Settings::scheme, scheme, "The scheme; the request's by default.")
          .optional("authority", &Settings::authority, exchange::authority_change_type(),
                    "The host; the request's by default.")
          .optional("path", &Settings::path, exchange::path_change_type(),
                    "The path; the request's by default. The query stays.")
          .optional("status", &Settings::status, config::integer<int>(300, 399),
                    "The answer's status."));
}

}  // namespace

exchange::PolicyFeature request_redirect_feature() {
  return {"requestRedirect",
          exchange::Stage::redirect,
          "Sends the client to another URL.",
          exchange::make_of_last<RedirectPolicy>(settings_type),
          exchange::schema_by(settings_type),
          exchange::Reach::route};
}

}  // namespace jg::policies::redirect
