#include "app/config/static_config.h"

#include <gtest/gtest.h>

#include <map>

namespace jg::app {
namespace {

using namespace std::chrono_literals;

using Variables = std::map<std::string, std::string, std::less<>>;

// The settings after these variables, or the faults.
struct Applied {
  explicit Applied(const Variables& variables) {
    settings.termination_deadline = 7s;
    const auto find = [&](std::string_view name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      if (found == variables.end()) return std::nullopt;
      return found->second;
    };
    apply_environment(settings, find, faults);
  }
  StaticConfig settings;
  config::Faults faults;
};

TEST(StaticConfig, keeps_the_file_where_there_is_no_variable) {
  for (const auto& variables : {Variables{}, Variables{{"CONNECTION_TERMINATION_DEADLINE", ""}}}) {
    const Applied applied(variables);
    EXPECT_EQ(applied.settings.termination_deadline, 7s);
    EXPECT_FALSE(applied.faults.has_errors());
  }
}

TEST(StaticConfig, takes_deadlines_from_variables) {
  const Applied applied(Variables{{"CONNECTION_TERMINATION_DEADLINE", "1m30s"},
                                  {"CONNECTION_MIN_TERMINATION_DEADLINE", "500us"}});
  EXPECT_EQ(applied.settings.termination_deadline, 90s);
  EXPECT_EQ(applied.settings.min_termination_deadline, 1ms);
}

TEST(StaticConfig, names_the_variable_that_is_at_fault) {
  const Applied applied(Variables{{"CONNECTION_TERMINATION_DEADLINE", "soon"}});
  EXPECT_TRUE(applied.faults.has_errors());
  EXPECT_NE(applied.faults.text().find("CONNECTION_TERMINATION_DEADLINE"), std::string::npos);
  EXPECT_EQ(applied.settings.termination_deadline, 7s);
}

}  // namespace
}  // namespace jg::app
