#include "base/lower_in.h"

#include <gtest/gtest.h>

namespace jg {
namespace {

TEST(LowerIn, gives_the_text_itself_where_it_has_no_capital) {
  Arena arena;
  const std::string_view text = "example.com:80";
  EXPECT_EQ(lower_in(text, arena).data(), text.data());
}

TEST(LowerIn, changes_letters_of_ascii_only) {
  Arena arena;
  EXPECT_EQ(lower_in("Ex-AMPLE.com/\xc3\x84[@`{", arena), "ex-ample.com/\xc3\x84[@`{");
}

}  // namespace
}  // namespace jg
