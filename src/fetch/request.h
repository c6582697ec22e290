// fetch/request.h - one document to get from a server, and what came.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "fetch/transport.h"

namespace jg::fetch {

struct Request {
  std::string url;
  std::string accept;
  std::string etag = {};  // of what is at hand; the answer may be that it is still good
  // What is posted as a form; empty: it is only asked for. A post follows no redirect.
  Secret form = {};
  Secret authorization = {};       // the field of that name; empty: none
  std::size_t bytes = 256 * 1024;  // of the answer's body
  Transport transport = {};
};

struct Answer {
  bool is_unchanged = false;  // what has the etag is still good; there is no body
  std::string body;
  std::string content_type;
  std::string etag;
  std::optional<std::chrono::seconds> fresh_for;  // fetch/freshness.h
};

}  // namespace jg::fetch
