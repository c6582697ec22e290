#include "mcp/content.h"

#include "base/ascii.h"

namespace jg::mcp {

std::string_view media_type_of(const http::Fields& fields) {
  const std::string_view type = fields.find("content-type").value_or(std::string_view());
  return ascii::trim(type.substr(0, type.find(';')));
}

// Several fields are a list of codings, of which some may stand for something.
bool is_coded(const http::Fields& fields) {
  const auto coding = fields.find("content-encoding");
  return coding && (fields.count("content-encoding") > 1 ||
                    !ascii::iequals(ascii::trim(*coding), "identity"));
}

}  // namespace jg::mcp
