#include "admin/ready.h"

#include <utility>

#include "json/writer.h"

namespace jg::admin {
namespace {

void write_list(json::Writer& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.text(text);
  json.end_array();
}

std::string as_json(const Readiness& readiness) {
  std::string out;
  json::Writer json(out);
  json.begin_object().member_raw("ready", readiness.pending.empty() ? "true" : "false");
  write_list(json, "pending", readiness.pending);
  write_list(json, "remarks", readiness.remarks);
  json.end_object();
  return out + '\n';
}

std::string as_text(const Readiness& readiness) {
  std::string out;
  for (const std::string& name : readiness.pending)
    out += (out.empty() ? "not ready, pending: " : ", ") + name;
  if (out.empty()) out = "ready";
  out += '\n';
  for (const std::string& remark : readiness.remarks) out += remark + '\n';
  return out;
}

}  // namespace

Page ready_page(std::function<Readiness()> ask) {
  return at_once([ask = std::move(ask)](const AdminRequest& request) -> AdminResponse {
    const Readiness readiness = ask();
    const bool wants_json = request.accept.find(kJson) != request.accept.npos;
    return {.status = readiness.pending.empty() ? 200 : 500,
            .content_type = wants_json ? kJson : kPlainText,
            .body = wants_json ? as_json(readiness) : as_text(readiness)};
  });
}

}  // namespace jg::admin
