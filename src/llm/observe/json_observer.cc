#include "llm/observe/json_observer.h"

#include "llm/observe/usage.h"

namespace jg::llm {

void JsonObserver::feed(std::string_view bytes, SteadyTime) {
  is_over_ = is_over_ || text_.size() + bytes.size() > limit_;
  if (is_over_) {
    std::string().swap(text_);
  } else {
    text_ += bytes;
  }
}

void JsonObserver::end() {
  if (is_over_) return;
  const json::Limits limits{.bytes = limit_, .duplicates = json::Duplicates::allow};
  if (const auto document = json::Document::parse(text_, limits))
    read_usage(document->root(), record_);
}

}  // namespace jg::llm
