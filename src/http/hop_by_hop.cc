#include "http/hop_by_hop.h"

#include "base/ascii.h"

namespace jg::http {
namespace {

bool is_hop_by_hop(std::string_view name) {
  switch (name.size()) {
    case 2: return name == "te";
    case 6: return name == "expect";
    case 7: return name == "upgrade";
    case 10: return name == "connection" || name == "keep-alive";
    case 16: return name == "proxy-connection";
    case 17: return name == "transfer-encoding";
    default: return false;
  }
}

// Fields that are end to end whatever Connection says: naming them there would strip what others
// rely on.
bool may_not_be_named(std::string_view name) {
  return name == "host" || name == "content-length" || name == "authorization" || name == "cookie";
}

}  // namespace

void remove_hop_by_hop(Fields& fields, Upgrade upgrade) {
  bool any = false;
  for (const Field& field : fields) any = any || is_hop_by_hop(field.name);
  if (!any) return;
  const bool takes_trailers = fields.lists("te", "trailers");
  const auto upgrade_to = upgrade == Upgrade::keep ? fields.find("upgrade") : std::nullopt;

  // The fields that Connection names, besides those known by heart.
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name != "connection") continue;
    std::string_view list = fields[i].value;
    while (!list.empty()) {
      const std::size_t comma = list.find(',');
      const std::string named = ascii::lower(ascii::trim(list.substr(0, comma)));
      list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
      if (named == "close" || named == "keep-alive" || named == "upgrade" || named == "connection")
        continue;
      if (!named.empty() && !may_not_be_named(named)) {
        // Marked, not removed: an index into the list is in use.
        for (std::size_t j = 0; j < fields.size(); ++j)
          if (fields[j].name == named) fields[j].name = "te";
      }
    }
  }
  fields.remove_if([](const Field& field) { return is_hop_by_hop(field.name); });
  if (takes_trailers) fields.add("te", "trailers");
  if (upgrade_to) fields.add("upgrade", *upgrade_to);
}

}  // namespace jg::http
