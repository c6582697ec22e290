#include "cel_vectors.h"

#include <istream>
#include <ostream>
#include <string>

#include "cel/case.h"
#include "cel/typed_value.h"
#include "json/text.h"
#include "json/value.h"

namespace jg::conformance {
namespace {

std::string answer(const json::Value& vector) {
  std::string out = "{\"id\":";
  const auto id = vector.find("id");
  out += id ? id->dump() : "null";
  cel::Case test(vector, cel::Dialect::specification);
  const cel::Value value = test.run();
  if (value.is_error()) {
    out += ",\"error\":";
    json::append_quoted(out, std::string(cel::code_of(value.code())) + ": " + value.message());
  } else {
    out += ",\"value\":";
    cel::append_typed(out, value, test.context());
  }
  return out + "}";
}

}  // namespace

int run_cel_vectors(std::istream& in, std::ostream& out) {
  int status = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    const auto document = json::Document::parse(line);
    if (document) {
      out << answer(document->root()) << '\n';
    } else {
      out << "{\"id\":null,\"error\":\"this line is not JSON\"}\n";
      status = 1;
    }
  }
  return status;
}

}  // namespace jg::conformance
