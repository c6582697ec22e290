#include "exchange/trace.h"

namespace jg::exchange {

void Trace::tell(Finding finding) {
  finding.depth = depth_;
  findings_.push_back(std::move(finding));
}

void Trace::tell(std::string step, Outcome outcome, std::string says) {
  tell({.step = std::move(step), .outcome = outcome, .says = std::move(says)});
}

void Trace::tell_failure(std::string step, const Error& error) {
  tell({.step = std::move(step),
        .outcome = Outcome::failed,
        .says = error.detail,
        .code = error.code});
}

std::size_t Trace::open(std::string step, std::string says) {
  tell(std::move(step), Outcome::noted, std::move(says));
  ++depth_;
  return findings_.size() - 1;
}

void Trace::close(std::size_t opened, Outcome outcome, std::string says) {
  Finding& finding = findings_[opened];
  depth_ = finding.depth;
  finding.outcome = outcome;
  if (!says.empty()) finding.says = std::move(says);
}

void Trace::close(std::size_t opened, const Error& error) {
  close(opened, Outcome::failed, error.detail);
  findings_[opened].code = error.code;
}

}  // namespace jg::exchange
