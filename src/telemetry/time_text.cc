#include "telemetry/time_text.h"

#include <algorithm>
#include <cstdint>

namespace jg::telemetry {
namespace {

using namespace std::chrono;

void put_two(char* to, std::uint32_t number) {
  to[0] = static_cast<char>('0' + number / 10 % 10);
  to[1] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string_view TimeText::show(SystemTime time) {
  const auto second = floor<seconds>(time);
  if (second != second_) {
    second_ = second;
    show_second();
  }
  const auto fraction =
      static_cast<std::uint32_t>(duration_cast<microseconds>(time - second).count());
  char* const text = text_.data();
  put_two(text + 20, fraction / 10'000);
  put_two(text + 22, fraction / 100);
  put_two(text + 24, fraction);
  return {text_.data(), text_.size()};
}

void TimeText::show_second() {
  constexpr std::string_view kForm = "0000-00-00T00:00:00.000000Z";
  static_assert(kForm.size() == std::tuple_size_v<decltype(text_)>);
  std::ranges::copy(kForm, text_.data());
  const auto day = floor<days>(second_);
  const year_month_day date(day);
  const auto of_day = static_cast<std::uint32_t>((second_ - day).count());
  const auto year = static_cast<std::uint32_t>(std::max(0, static_cast<int>(date.year())));
  char* const text = text_.data();
  put_two(text, year / 100);
  put_two(text + 2, year);
  put_two(text + 5, static_cast<unsigned>(date.month()));
  put_two(text + 8, static_cast<unsigned>(date.day()));
  put_two(text + 11, of_day / 3600);
  put_two(text + 14, of_day / 60 % 60);
  put_two(text + 17, of_day % 60);
}

}  // namespace jg::telemetry
