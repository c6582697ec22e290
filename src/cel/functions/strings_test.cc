#include <gtest/gtest.h>

#include "cel/host_fake.h"

namespace jg::cel {
namespace {

void expect_all(std::initializer_list<std::pair<const char*, const char*>> cases) {
  for (const auto& [text, wanted] : cases) {
    FakeHost host;
    EXPECT_EQ(host.show(text), wanted) << text;
  }
}

TEST(Strings, are_split_and_joined) {
  expect_all({{"'a,b,,c'.split(',')", R"(["a","b","","c"])"},
              {"'a,b,c'.split(',', 2)", R"(["a","b,c"])"},
              {"'abc'.split('')", R"(["a","b","c"])"},
              {"'abc'.split('', 2)", R"(["a","bc"])"},
              {"''.split('')", "[]"},
              {"''.split(',')", R"([""])"},
              {"','.split(',')", R"(["",""])"},
              {"['a', 1].join()", "cel.no_such_overload"}});
}

TEST(Strings, are_replaced_piece_by_piece) {
  expect_all({{"'aaa'.replace('a', 'bb')", "bbbbbb"},
              {"'aaa'.replace('a', 'b', 2)", "bba"},
              {"'aaa'.replace('a', 'b', 0)", "aaa"},
              {"'ab'.replace('', '-')", "-a-b-"},
              {"'ab'.replace('', '-', 1)", "-ab"},
              {"''.replace('', '-')", "-"}});
}

TEST(Strings, are_counted_in_code_points) {
  expect_all({{"'\u00e9\u20acx'.substring(1, 2)", "\u20ac"},
              {"'\u00e9x'.indexOf('x')", "1"},
              {"'\u00e9x'.charAt(2)", ""},
              {"'\u00e9x'.charAt(3)", "cel.index_out_of_range"},
              {"'abc'.substring(3)", ""},
              {"'abc'.substring(-1)", "cel.index_out_of_range"},
              {"'abcabc'.lastIndexOf('abc', 2)", "0"},
              {"'abc'.reverse()", "cba"},
              {"'  \u2003'.trim()", ""}});
}

TEST(Format, keeps_to_its_clauses) {
  expect_all({{"'%s|%d|%.2f|%e|%b|%o|%x|%X'.format(['a', -1, 1.005, 10, 5, 8, 255, 'az'])",
               "a|-1|1.00|1.000000e+01|101|10|ff|617A"},
              {"'%s'.format([{'b': [1, null], 'a': true}])", "{a: true, b: [1, null]}"},
              {"'%x'.format([-255])", "-ff"},
              {"'%d'.format([])", "cel.invalid_argument"},
              {"'%'.format([1])", "cel.invalid_argument"},
              {"'%.101f'.format([1.0])", "cel.invalid_argument"},
              {"'%q'.format([1])", "cel.invalid_argument"}});
}

TEST(Format, writes_the_largest_double_in_full) {
  FakeHost host;
  EXPECT_EQ(host.show("size('%.100f'.format([-1.7976931348623157e308]))"), "411");
}

}  // namespace
}  // namespace jg::cel
