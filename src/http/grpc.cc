#include "http/grpc.h"

#include "base/ascii.h"

namespace jg::http {

bool is_grpc(const RequestHead& request) {
  constexpr std::string_view kType = "application/grpc";
  const auto type = request.fields.find("content-type");
  if (!type || !ascii::istarts_with(*type, kType)) return false;
  return type->size() == kType.size() || (*type)[kType.size()] == '+' ||
         (*type)[kType.size()] == ';';
}

}  // namespace jg::http
