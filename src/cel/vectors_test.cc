// The cel-spec conformance cases: every one must give its value, or any error where an error is
// expected.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

#include "cel/access.h"
#include "cel/case.h"
#include "cel/typed_value.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

constexpr const char* kVectors = JG_SHARED_DIR "/vectors/cel/cel_spec_json_only.jsonl";

// Like equal(), but 1 is not 1.0 and NaN is NaN.
bool is_same(Value a, Value b, Context& context) {
  if (a.kind() != b.kind()) return false;
  if (a.is(Kind::real) && std::isnan(a.as_double())) return std::isnan(b.as_double());
  if (!a.is(Kind::list) && !a.is(Kind::map)) {
    std::string x;
    std::string y;
    append_typed(x, a, context);
    append_typed(y, b, context);
    return x == y;
  }
  Walk left(a, context);
  if (left.size() != Walk(b, context).size()) return false;
  while (left.next()) {
    const Value other = index(b, left.key(), context);
    if (!is_same(left.value(), other, context)) return false;
  }
  return true;
}

void check(std::string_view line) {
  const auto document = json::Document::parse(line);
  ASSERT_TRUE(document) << line;
  const json::Value vector = document->root();
  SCOPED_TRACE(std::string(vector.find("id")->as_string().value()) + "  " +
               std::string(vector.find("expr")->as_string().value()));
  Case test(vector, Dialect::specification);
  const Value got = test.run();
  std::string written;
  append_typed(written, got, test.context());
  const json::Value expect = *vector.find("expect");
  if (expect.find("error")) {
    EXPECT_TRUE(got.is_error()) << written;
    return;
  }
  const auto wanted = read_typed(*expect.find("value"), test.context());
  ASSERT_TRUE(wanted) << expect.dump();
  EXPECT_TRUE(is_same(got, *wanted, test.context())) << written << " instead of " << expect.dump();
}

TEST(CelSpecification, gives_what_every_vector_expects) {
  std::ifstream file(kVectors);
  if (!file) {
    if (std::getenv("CI") != nullptr) FAIL() << "the vectors are missing";
    GTEST_SKIP() << "no vectors here";
  }
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) check(line);
  EXPECT_GE(count, 1000U);
}

}  // namespace
}  // namespace jg::cel
