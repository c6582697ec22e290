#include "telemetry/log_line.h"

#include <gtest/gtest.h>

namespace jg::telemetry {
namespace {

template <LogFormat kFormat>
std::string line_of(std::string_view first, std::string_view second) {
  std::string out = "before";
  {
    LogLine<kFormat> line(out);
    line.put("<");
    line.text(field<"first">, first);
    line.number(field<"number">, 7);
    line.text(field<"second">, second);
    line.milliseconds(field<"time">, 12);
    line.put(">");
  }
  return out;
}

TEST(LogLine, spells_fields_in_either_format) {
  EXPECT_EQ(line_of<LogFormat::text>("a", "b c"),
            R"(before< first=a number=7 second="b c" time=12ms>)");
  EXPECT_EQ(line_of<LogFormat::json>("a", "b c"),
            R"(before<,"first":"a","number":7,"second":"b c","time":"12ms">)");
}

TEST(LogLine, leaves_out_what_is_empty) {
  EXPECT_EQ(line_of<LogFormat::text>("", ""), "before< number=7 time=12ms>");
}

TEST(LogLine, puts_values_of_any_size_together) {
  for (std::size_t size = 1; size < 2200; ++size) {
    const std::string first(size, 'x'), second(2200 - size, 'y');
    EXPECT_EQ(line_of<LogFormat::text>(first, second),
              "before< first=" + first + " number=7 second=" + second + " time=12ms>");
  }
}

TEST(LogLine, escapes_wherever_the_byte_stands) {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string value(40, 'x'), escaped = value;
    value[at] = '"';
    escaped.replace(at, 1, "\\\"");
    EXPECT_EQ(line_of<LogFormat::text>(value, ""),
              "before< first=\"" + escaped + "\" number=7 time=12ms>");
    EXPECT_EQ(line_of<LogFormat::json>(value, ""),
              "before<,\"first\":\"" + escaped + "\",\"number\":7,\"time\":\"12ms\">");
  }
}

TEST(LogLine, quotes_in_text_what_json_has_as_it_is) {
  EXPECT_EQ(line_of<LogFormat::text>("a=b", ""), R"(before< first="a=b" number=7 time=12ms>)");
  EXPECT_EQ(line_of<LogFormat::json>("a=b", ""),
            R"(before<,"first":"a=b","number":7,"time":"12ms">)");
}

}  // namespace
}  // namespace jg::telemetry
