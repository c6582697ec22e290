#include "cel/walk.h"

namespace jg::cel {

Walk::Walk(Value container, Context& context) : container_(container), context_(context) {
  context_.descend();
  switch (container.form()) {
    case Value::Form::plain:
      size_ = is_list() ? container.items().size() : container.entries().size();
      break;
    case Value::Form::json:
      size_ = container.as_json().size();
      cursor_ = is_list() ? container.as_json().elements() : container.as_json().members();
      break;
    case Value::Form::object: {
      const auto size = container.as_object().size();
      ready_ = size.has_value();
      size_ = size.value_or(0);
      break;
    }
  }
}

bool Walk::next() {
  if (at_ == size_ || !context_.spend(1)) return false;
  if (is_list()) key_ = Value::integer(static_cast<std::int64_t>(at_));
  switch (container_.form()) {
    case Value::Form::plain:
      if (is_list()) {
        value_ = container_.items()[at_];
      } else {
        key_ = container_.entries()[at_].key;
        value_ = container_.entries()[at_].value;
      }
      break;
    case Value::Form::json:
      if (!is_list()) key_ = Value::string(cursor_.name());
      value_ = Value::json(cursor_.value());
      cursor_ = cursor_.next();
      break;
    case Value::Form::object: {
      const Entry entry = container_.as_object().member(at_, context_.arena());
      key_ = entry.key;
      value_ = context_.pay_for(entry.value);
      break;
    }
  }
  ++at_;
  return true;
}

}  // namespace jg::cel
