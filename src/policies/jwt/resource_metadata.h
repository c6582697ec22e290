// policies/jwt/resource_metadata.h - the document that tells clients what a route is and where its
// tokens come from.
//
// Owner:  the policy; answers look into it. Thread: immutable.
// Errors: told to a Faults at load.
// Spec:   RFC 9728 sections 2 and 3; agentgateway's `resourceMetadata`, whose members may be
//         written in camel case.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/type.h"
#include "exchange/exchange.h"

namespace jg::policies::jwt {

class ResourceMetadata {
 public:
  // Members are names as RFC 9728 spells them with JSON texts; `resource`, a URL, is among them.
  using Members = std::vector<std::pair<std::string, std::string>>;
  // `issuers` are the authorization servers, unless the members name others.
  ResourceMetadata(std::string resource, Members members, const std::vector<std::string>& issuers);

  const std::string& url() const { return url_; }  // where clients find it
  std::string_view path() const { return path_; }  // of that
  const std::string& document() const { return document_; }

  // Whatever the method: nothing else is at its path.
  bool is_asked(const http::RequestHead& request) const { return request.path == path_; }
  void answer(exchange::Exchange& exchange) const;

 private:
  std::string url_;
  std::string path_;
  std::string document_;
};

// What the configuration says; the issuers are known later.
struct ResourceMetadataMap {
  std::string resource;
  ResourceMetadata::Members members;
};

config::Type<ResourceMetadataMap> resource_metadata_type();

}  // namespace jg::policies::jwt
