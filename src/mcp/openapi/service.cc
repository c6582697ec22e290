#include "mcp/openapi/service.h"

#include <array>

#include "http/uri.h"
#include "mcp/openapi/reader.h"

namespace jg::mcp::openapi {
namespace {

using json::Value;

struct Method {
  std::string_view key, name;
};
constexpr auto kMethods = std::to_array<Method>({
    {"get", "GET"},
    {"put", "PUT"},
    {"post", "POST"},
    {"delete", "DELETE"},
    {"options", "OPTIONS"},
    {"head", "HEAD"},
    {"patch", "PATCH"},
});

// All that are written, each with where it stands.
template <class Visit>
void for_each_operation(const Document& document, const Teller& teller, Visit visit) {
  const Value paths = document.root().find("paths").value_or(Value());
  paths.for_each_member([&](std::string_view path, Value described) {
    if (path.starts_with("x-") || document.is_too_complex()) return;
    const std::string pointer = within("#/paths", path);
    const auto item = document.resolve(described);
    if (!item) return teller.refuse(pointer, lost_text(*reference_in(described)));
    for (const Method& method : kMethods)
      if (const auto operation = item->find(method.key))
        visit(*operation,
              Reader::Place{path, method.name, *item, pointer, within(pointer, method.key)});
  });
}

// The path of a URL, or of a reference that is relative to wherever the description came from.
std::optional<std::string> path_in(std::string_view url) {
  if (url.starts_with('/') && !url.starts_with("//")) return std::string(url);
  auto parsed = http::parse_url(url);
  if (!parsed || !parsed->query.empty()) return std::nullopt;
  return std::move(parsed->path);
}

std::optional<std::string> path_of_servers(const Document& document) {
  const Value servers = document.root().find("servers").value_or(Value());
  if (servers.size() == 0) return std::string();
  return servers.size() == 1 ? path_in(text_in(*servers.at(0), "url")) : std::nullopt;
}

}  // namespace

std::optional<Service> Service::read(const Document& document, const Teller& teller) {
  const std::size_t errors = teller.faults().errors();
  Service out;
  const Value about = document.root().find("info").value_or(Value());
  out.title_ = text_in(about, "title");
  out.version_ = text_in(about, "version");
  const Reader reader(document, teller);
  std::size_t bytes = 0;
  bool is_full = false;
  for_each_operation(document, teller, [&](Value described, const Reader::Place& place) {
    if (document.is_too_complex()) return;
    out.paths_.add(place.method, place.path);
    auto operation = is_full ? std::nullopt : reader.read(described, place);
    if (!operation) return;
    bytes += operation->tool.size() + 1;
    is_full = out.operations_.size() == kMostTools || bytes > kMostBytes;
    if (is_full)
      return teller.refuse(place.pointer, "is too much: 1,024 tools can be, with 4 MiB of schemas");
    if (!out.by_name_.emplace(operation->name, out.operations_.size()).second)
      return teller.refuse(place.pointer, "its operationId stands twice: " + operation->name);
    out.operations_.push_back(std::move(*operation));
  });
  if (document.is_too_complex())
    teller.refuse("", "is too complex: it takes more than 100 million steps to read");
  if (teller.faults().errors() != errors) return std::nullopt;
  if (out.operations_.empty()) teller.warn("", "has no operation that is a tool");
  return out;
}

const Operation* Service::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &operations_[found->second];
}

std::optional<std::string> base_path_of(const Document& document,
                                        const std::optional<std::string>& own,
                                        const Teller& teller) {
  std::optional<std::string> path = own ? own : path_of_servers(document);
  while (path && path->ends_with('/')) path->pop_back();
  const auto plain = path ? PathTemplate::parse(*path + "/") : std::nullopt;
  if (plain && plain->names().empty()) return path;
  teller.refuse(own ? "" : "#/servers",
                own ? "the path beside its `host` is not one that can be sent as it is"
                    : "do not tell one path; name the service's path beside its `host`");
  return std::nullopt;
}

}  // namespace jg::mcp::openapi
