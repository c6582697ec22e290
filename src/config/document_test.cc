#include "config/document.h"

#include <gtest/gtest.h>

#include <map>

namespace jg::config {
namespace {

Environment environment_of(std::map<std::string, std::string, std::less<>> variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

struct Parsed {
  std::optional<Document> document;
  Faults faults;
  Node root() const { return document->root(); }
};

Parsed parse(std::string text, const Environment& environment = environment_of({}),
             const Limits& limits = {}) {
  Parsed out;
  out.document = Document::parse({"c.yaml", std::move(text)}, environment, out.faults, limits);
  return out;
}

TEST(Document, gives_keys_in_the_order_of_the_file) {
  const Parsed p = parse("b: 1\na: 2\n");
  ASSERT_TRUE(p.document) << p.faults.text();
  std::string keys;
  for (const Node child : p.root().children()) keys += child.key();
  EXPECT_EQ(keys, "ba");
}

TEST(Document, types_plain_scalars_by_the_core_schema) {
  const Parsed p = parse(
      "[true, True, yes, on, 12, -7, 0x1f, 0o17, 1.5, .5e3, ~, null, 1.2.3, 9223372036854775808, "
      "'12', \"\"]");
  ASSERT_TRUE(p.document) << p.faults.text();
  const std::vector<Kind> expected = {Kind::boolean, Kind::boolean, Kind::string,  Kind::string,
                                      Kind::integer, Kind::integer, Kind::integer, Kind::integer,
                                      Kind::number,  Kind::number,  Kind::null,    Kind::null,
                                      Kind::string,  Kind::number,  Kind::string,  Kind::string};
  std::vector<Kind> kinds;
  for (const Node child : p.root().children()) kinds.push_back(child.kind());
  EXPECT_EQ(kinds, expected);
}

TEST(Document, knows_places_and_paths) {
  const Parsed p = parse("routes:\n- backends:\n  - host: a\n  - host: b\n    'odd key': [x]\n");
  ASSERT_TRUE(p.document) << p.faults.text();
  const Node backends = *(*p.root().find("routes")->children().begin()).find("backends");
  const Node second = *++backends.children().begin();
  EXPECT_EQ(second.find("host")->path(), "routes[0].backends[1].host");
  EXPECT_EQ(second.find("host")->mark(), (Mark{4, 11}));
  EXPECT_EQ(second.find("host")->key_place().mark, (Mark{4, 5}));
  EXPECT_EQ((*second.find("odd key")->children().begin()).path(),
            "routes[0].backends[1][\"odd key\"][0]");
}

TEST(Document, reads_json) {
  const Parsed p = parse("{\"a\":{\"b\":[1,2.5,null,true,\"x\\n\\/y\"]},\n\t\"c\":\"\"}");
  ASSERT_TRUE(p.document) << p.faults.text();
  EXPECT_EQ(p.root().find("a")->find("b")->size(), 5u);
  EXPECT_EQ(p.root().find("c")->as_string(), "");
}

TEST(Document, is_null_when_the_file_is_empty) {
  const Parsed p = parse("# nothing\n");
  ASSERT_TRUE(p.document) << p.faults.text();
  EXPECT_TRUE(p.root().is_null());
}

TEST(Document, gives_an_alias_the_path_of_its_use) {
  const Parsed p = parse("a: &x\n  k: [1]\nb: *x\n");
  ASSERT_TRUE(p.document) << p.faults.text();
  const Node copied = *(*p.root().find("b")->find("k")).children().begin();
  EXPECT_EQ(copied.path(), "b.k[0]");
  EXPECT_EQ(copied.as_int(), 1);
}

TEST(Document, names_elements_so_that_others_can_be_put_in_before) {
  const auto named_paths = [](const std::string& text) {
    const Parsed p = parse(text);
    std::vector<std::string> out;
    for (const Node route : p.root().find("routes")->children())
      out.push_back(route.find("limit")->named_path());
    return out;
  };
  const std::string ann = "- {name: ann, limit: 1}\n";
  const std::string bob = "- {limit: 1, name: bob}\n";
  const std::string nobody = "- {limit: 1}\n";
  EXPECT_EQ(named_paths("routes:\n" + ann + nobody),
            (std::vector<std::string>{R"(routes[name="ann" 0].limit)", "routes[1].limit"}));
  EXPECT_EQ(
      named_paths("routes:\n" + bob + ann + ann),
      (std::vector<std::string>{R"(routes[name="bob" 0].limit)", R"(routes[name="ann" 0].limit)",
                                R"(routes[name="ann" 1].limit)"}));
}

TEST(Document, refuses_an_alias_bomb) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int n = 1; n < 12; ++n) {
    const std::string last = "*a" + std::to_string(n - 1);
    text += "a" + std::to_string(n) + ": &a" + std::to_string(n) + " [" + last;
    for (int i = 0; i < 8; ++i) text += ", " + last;
    text += "]\n";
  }
  const Parsed p = parse(text);
  EXPECT_FALSE(p.document);
  EXPECT_NE(p.faults.text().find("more than 1000000 values, aliases counted in full"),
            std::string::npos);
}

TEST(Document, puts_variables_in_after_parsing) {
  const Environment environment =
      environment_of({{"PORT", "8080"}, {"NAME", "a: b\n- c"}, {"EMPTY", ""}});
  const Parsed p = parse(
      "port: $PORT\nquoted: '$PORT'\nname: $NAME\nfallback: ${MISSING:-7}\nmoney: $$5 $ "
      "${x\nempty: $EMPTY\n",
      environment);
  ASSERT_TRUE(p.document) << p.faults.text();
  EXPECT_FALSE(p.faults.has_errors()) << p.faults.text();
  EXPECT_EQ(p.root().find("port")->as_int(), 8080);
  EXPECT_EQ(p.root().find("quoted")->as_string(), "8080");
  EXPECT_EQ(p.root().find("name")->as_string(), "a: b\n- c");
  EXPECT_EQ(p.root().find("fallback")->as_int(), 7);
  EXPECT_EQ(p.root().find("money")->as_string(), "$5 $ ${x");
  EXPECT_TRUE(p.root().find("empty")->is_null());
}

TEST(Document, ignores_variables_in_comments_and_keys) {
  const Parsed p = parse("# yaml-language-server: $schema=https://x\n$KEY: 1 # $GONE\n");
  ASSERT_TRUE(p.document) << p.faults.text();
  EXPECT_FALSE(p.faults.has_errors());
  EXPECT_TRUE(p.root().find("$KEY"));
}

TEST(Document, never_shows_what_came_from_a_variable) {
  const Parsed p = parse("key: pre-${TOKEN}\n", environment_of({{"TOKEN", "hunter2"}}));
  ASSERT_TRUE(p.document);
  EXPECT_EQ(p.root().find("key")->text(), "pre-hunter2");
  EXPECT_EQ(p.root().find("key")->shown(), "the value of \"pre-${TOKEN}\"");
}

TEST(Document, points_into_a_scalar) {
  const Parsed p = parse(
      "plain: a == b\nsingle: 'it''s == b'\ndouble: \"a\\\"b == c\"\nblock: |\n    one\n    two == "
      "x\n");
  ASSERT_TRUE(p.document) << p.faults.text();
  const auto mark = [&](std::string_view key) {
    const Node node = *p.root().find(key);
    return node.mark_at(node.text().find("=="));
  };
  EXPECT_EQ(mark("plain"), (Mark{1, 10}));
  EXPECT_EQ(mark("single"), (Mark{2, 16}));
  EXPECT_EQ(mark("double"), (Mark{3, 15}));
  EXPECT_EQ(mark("block"), (Mark{6, 9}));
}

TEST(Document, tells_every_fault_at_its_place) {
  struct Case {
    const char* text;
    const char* expected;
  };
  const std::vector<Case> cases = {
      {"a: 1\nb:\n  c: 1\n  c: 2\n",
       "c.yaml:4:3: b.c: the key \"c\" stands twice; first in line 3\n"},
      {"a: $ONE\nb: 'x ${TWO}'\n",
       "c.yaml:1:4: a: the variable \"ONE\" is not set\nc.yaml:2:7: b: the variable \"TWO\" is not "
       "set\n"},
      {"a: [1, 2\n", "c.yaml:2:1: a `[` before this has no `]`\n"},
      {"a: 1\n---\nb: 1\n",
       "c.yaml:2:1: a second document begins here; a configuration is one document\n"},
      {"a: !secret x\n", "c.yaml:1:4: a: the tag \"!secret\" is not supported here\n"},
      {"a: !!int x\n", "c.yaml:1:4: a: the tag \"tag:yaml.org,2002:int\" is not supported here\n"},
      {"b: &b {c: 1}\na:\n  <<: *b\n",
       "c.yaml:3:3: a: merge keys (<<) are not supported; write the keys out or alias the whole "
       "value\n"},
      {"? [a]\n: 1\n", "c.yaml:1:3: a key must be a scalar\n"},
      {"~: 1\n", "c.yaml:1:1: a key must not be empty\n"},
      {"a: &a [*a]\n",
       "c.yaml:1:8: a: this alias cannot stand for anything: it is inside what it names, or names "
       "a key\n"},
      {"a: *b\n", "c.yaml:1:4: no anchor (&name) of that name stands before this alias\n"},
      {"a: \"b\n", "c.yaml:1:4: a: a quote is not closed\n"},
      {"a: 'b''\n", "c.yaml:1:4: a: a quote is not closed\n"},
      {"a: &x \"b\\\"\n", "c.yaml:1:4: a: a quote is not closed\n"},
      {"a: 'it''s', b\n", "c.yaml:1:11: the indentation does not fit the map above\n"},
      {"a: @b\n", "c.yaml:1:4: text may not begin with this; put it in quotes\n"},
      {"a:\n- b\n  c: d\n",
       "c.yaml:3:4: a `:` may not stand here; look at the indentation, or put text with a colon in "
       "quotes\n"},
      {"a:\n  - b\n c\n", "c.yaml:3:2: the indentation does not fit the map above\n"},
      {"a: \"\\ud83d\\ude00\"\n",
       "c.yaml:1:11: this \\u escape is half a character (JSON's surrogate pairs); write the "
       "character itself\n"},
      {"a: \x01\n", "c.yaml:1:4: a control character; write it as an escape\n"},
      {"a: \xff\n", "c.yaml:1:4: not UTF-8\n"},
      {"a: 1\n b: 2\n",
       "c.yaml:2:3: a `:` may not stand here; look at the indentation, or put text with a colon in "
       "quotes\n"},
      {"a:\n\tb: 1\n",
       "c.yaml:2:3: a `:` may not stand here; look at the indentation, or put text with a colon in "
       "quotes\n"},
  };
  for (const Case& c : cases) EXPECT_EQ(parse(c.text).faults.text(), c.expected) << c.text;
}

TEST(Document, holds_its_limits) {
  Limits limits;
  limits.depth = 3;
  EXPECT_TRUE(parse("[[[x]]]", environment_of({}), limits).document);
  EXPECT_FALSE(parse("[[[[x]]]]", environment_of({}), limits).document);
  EXPECT_FALSE(parse(std::string(100'000, '[')).document);
  limits = {};
  limits.bytes = 4;
  EXPECT_TRUE(parse("a: 1", environment_of({}), limits).document);
  EXPECT_FALSE(parse("a: 12", environment_of({}), limits).document);
  limits = {};
  limits.expanded_bytes = 8;
  EXPECT_TRUE(parse("$X$X", environment_of({{"X", "1234"}}), limits).document);
  EXPECT_FALSE(parse("$X$X$X", environment_of({{"X", "1234"}}), limits).document);
  EXPECT_TRUE(parse("[&a 1234, *a]", environment_of({}), limits).document);
  EXPECT_FALSE(parse("[&a 1234, *a, *a]", environment_of({}), limits).document);
  EXPECT_FALSE(parse("[&a 1234, {*a : 1}, {*a : 1}]", environment_of({}), limits).document);
}

}  // namespace
}  // namespace jg::config
