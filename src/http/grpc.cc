#include "http/grpc.h"

#include <charconv>

#include "base/ascii.h"

namespace jg::http {

bool is_grpc(const RequestHead& request) {
  constexpr std::string_view kType = "application/grpc";
  const auto type = request.fields.find("content-type");
  if (!type || !ascii::istarts_with(*type, kType)) return false;
  return type->size() == kType.size() || (*type)[kType.size()] == '+' ||
         (*type)[kType.size()] == ';';
}

std::optional<int> find_grpc_status(const Fields& fields) {
  constexpr std::size_t kDigits = 3;  // 16 is the last one that has a name
  const auto text = fields.find("grpc-status");
  if (!text || text->empty() || text->size() > kDigits) return std::nullopt;
  int status = 0;
  const char* const end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, status);
  if (read.ec != std::errc{} || read.ptr != end || status < 0) return std::nullopt;
  return status;
}

}  // namespace jg::http
