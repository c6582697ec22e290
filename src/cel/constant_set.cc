#include "cel/constant_set.h"

#include <boost/unordered/unordered_flat_set.hpp>
#include <string_view>
#include <utility>

#include "base/hash.h"

namespace jg::cel {
namespace {

constexpr std::size_t kFewest = 8;  // below this, comparing in turn is as fast

}  // namespace

struct ConstantSet::Texts {
  boost::unordered_flat_set<std::string_view, KeyedHash> all;
};

ConstantSet::ConstantSet(std::unique_ptr<const Texts> texts) : texts_(std::move(texts)) {}
ConstantSet::~ConstantSet() = default;

std::unique_ptr<const ConstantSet> ConstantSet::make(Value list) {
  const bool is_plain = list.is(Kind::list) && list.form() == Value::Form::plain;
  if (!is_plain || list.items().size() < kFewest) return nullptr;
  auto texts = std::make_unique<Texts>();
  for (const Value item : list.items()) {
    if (!item.is(Kind::string)) return nullptr;
    texts->all.insert(item.as_text());
  }
  return std::unique_ptr<const ConstantSet>(new ConstantSet(std::move(texts)));
}

Value ConstantSet::has(Value sought) const {
  return Value::boolean(sought.is(Kind::string) && texts_->all.contains(sought.as_text()));
}

}  // namespace jg::cel
