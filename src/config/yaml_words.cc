#include "config/yaml_words.h"

#include <yaml-cpp/exceptions.h>

#include <array>

namespace jg::config {
namespace {

struct Words {
  const char* theirs;
  const char* ours;
};

const std::array<Words, 13> kWords = {{
    {YAML::ErrorMsg::END_OF_MAP, "the indentation does not fit the map above"},
    {YAML::ErrorMsg::END_OF_SEQ, "the indentation does not fit the list above"},
    {YAML::ErrorMsg::END_OF_MAP_FLOW, "a `{` before this has no `}`"},
    {YAML::ErrorMsg::END_OF_SEQ_FLOW, "a `[` before this has no `]`"},
    {YAML::ErrorMsg::FLOW_END, "nothing is open that this could close"},
    {YAML::ErrorMsg::MAP_VALUE,
     "a `:` may not stand here; look at the indentation, or put text with a colon in quotes"},
    {YAML::ErrorMsg::BLOCK_ENTRY, "a list may not begin here; look at the indentation"},
    {YAML::ErrorMsg::MAP_KEY, "a key may not stand here; look at the indentation"},
    {YAML::ErrorMsg::EOF_IN_SCALAR, "a quote is not closed"},
    {YAML::ErrorMsg::UNKNOWN_TOKEN, "text may not begin with this; put it in quotes"},
    {YAML::ErrorMsg::UNKNOWN_ANCHOR, "no anchor (&name) of that name stands before this alias"},
    {YAML::ErrorMsg::INVALID_UNICODE,
     "this \\u escape is half a character (JSON's surrogate pairs); write the character itself"},
    {YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab may not indent; use blanks"},
}};

}  // namespace

std::string explain_yaml_error(std::string_view message) {
  for (const Words& words : kWords)
    if (message.starts_with(words.theirs)) return words.ours;
  return "not valid YAML: " + std::string(message);
}

}  // namespace jg::config
