#include "policies/jwt/revocation_config.h"

#include "keys/store.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;

std::shared_ptr<const Revocations> read_list(const config::TextSource& source,
                                             const exchange::LoadContext& context, Faults& faults) {
  const config::FileReader files(context.working_directory, jose::RevocationList::kBytes);
  context.watched->add(files.resolve(source.value));
  const auto loaded = files.read(source, faults);
  if (!loaded) return nullptr;
  auto list = jose::RevocationList::parse(loaded->text);
  if (list) return std::make_shared<const Revocations>(std::move(*list));
  faults.add(source.place, list.error().detail + " (" + list.error().code + ")");
  return nullptr;
}

std::shared_ptr<const Revocations> fetch_list(const RevocationMap& map,
                                              const exchange::LoadContext& context,
                                              Faults& faults) {
  const auto store = context.states->keep<keys::Store>({}, [] { return nullptr; });
  if (!store) {
    faults.add(map.place, "nothing is fetched here");
    return nullptr;
  }
  keys::RemoteSettings settings{.kind = keys::Kind::revocations, .url = *map.url};
  if (!apply(map.fetch, context, settings, faults)) return nullptr;
  return std::make_shared<const Revocations>(store->get(std::move(settings), context.workers),
                                             map.without, context.workers);
}

void check(const RevocationMap& map, const Node& node, Faults& faults) {
  if (!map.file) return;
  for (const Node child : node.children())
    if (child.key() != "file") faults.add(child, "says nothing of a file");
}

}  // namespace

config::Type<RevocationMap> revocation_type() {
  using Without = WithoutList;
  config::Object<RevocationMap> object("Revocation",
                                       "A list of tokens that do not count any more.");
  object
      .optional("file", &RevocationMap::file, config::file_path(),
                "Path, relative to the working directory; a change of the file is picked up.")
      .optional("url", &RevocationMap::url, url_type(), "Where it is fetched.")
      .exactly_one_of({"file", "url"})
      .optional(
          "whenUnavailable", &RevocationMap::without,
          config::enumeration<Without>({{"refuse", Without::refuse}, {"accept", Without::accept}}),
          "What becomes of tokens while there is no list: refuse answers 503.")
      .include(&RevocationMap::fetch, fetch_object())
      .ours({"file", "url", "whenUnavailable"})
      .never_empty({"file", "url"})
      .check(check);
  return config::object(std::move(object))
      .then<RevocationMap>([](RevocationMap map, const Node& node, Faults&) {
        map.place = node.place();
        return std::optional(std::move(map));
      });
}

std::shared_ptr<const Revocations> load_revocations(const RevocationMap& map,
                                                    const exchange::LoadContext& context,
                                                    Faults& faults) {
  return map.url ? fetch_list(map, context, faults) : read_list(*map.file, context, faults);
}

}  // namespace jg::policies::jwt
