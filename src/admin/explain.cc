#include "admin/explain.h"

#include <utility>

namespace jg::admin {
namespace {

constexpr std::string_view kClosed =
    "not here: tokens are taken only where `config.explainTokens` is true; `jotgate explain` and "
    "`jotgate cel` need no such key\n";

Task<AdminResponse> answer(Task<Explained> explained, ExplainForm form) {
  Explained found = co_await std::move(explained);
  AdminResponse response;
  response.status = found.status;
  const bool is_json = form == ExplainForm::json && found.status == 200;
  response.content_type = is_json ? kJson : kPlainText;
  response.body = std::move(found.text);
  co_return response;
}

}  // namespace

Page explain_page(ExplainSource source) {
  return [source = std::move(source)](const AdminRequest& request) {
    if (!source) return give(AdminResponse{.status = 403, .body = std::string(kClosed)});
    const bool wants_text = request.accept.starts_with("text/plain");
    const ExplainForm form = wants_text ? ExplainForm::text : ExplainForm::json;
    return answer(source(std::string(request.body), form), form);
  };
}

}  // namespace jg::admin
