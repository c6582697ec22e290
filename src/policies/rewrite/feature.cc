#include "policies/rewrite/feature.h"

#include "config/schema.h"
#include "policies/rewrite/policy.h"

namespace jg::policies::rewrite {
namespace {

config::Type<Settings> settings_type(const exchange::LoadContext&) {
  return config::object(
      config::Object<Settings>("UrlRewrite", "Another host or path for the backend.")
          .optional("authority", &Settings::authority, exchange::authority_change_type(),
                    "The Host header; the backend's by default, `none` keeps the request's.")
          .optional("path", &Settings::path, exchange::path_change_type(),
                    "The path; the query stays."));
}

}  // namespace

exchange::PolicyFeature url_rewrite_feature() {
  return {"urlRewrite",
          exchange::Stage::rewrite,
          "Another host or path for the backend.",
          exchange::make_of_last<RewritePolicy>(settings_type),
          exchange::schema_by(settings_type),
          exchange::Reach::route};
}

}  // namespace jg::policies::rewrite
