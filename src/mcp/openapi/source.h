// mcp/openapi/source.h - the `schema` of an `openapi` target: where its description is, and what it comes to.
//
// Errors: told to a Faults.
// Spec:   agentgateway's FileInlineOrRemote; a description by `url` is not honoured yet.
#pragma once

#include <memory>
#include <optional>

#include "config/sources.h"
#include "exchange/feature.h"
#include "mcp/openapi/service.h"

namespace jg::mcp::openapi {

config::Type<config::TextSource> source_type();

struct Loaded {
  std::shared_ptr<const Service> service;
  std::string base_path;  // of its server, without a slash at its end
};

// A file is watched. `own_path` is the base path that the configuration names beside the host.
std::optional<Loaded> load(const config::TextSource& source,
                           const std::optional<std::string>& own_path,
                           const exchange::LoadContext& context, config::Faults& faults);

}  // namespace jg::mcp::openapi
