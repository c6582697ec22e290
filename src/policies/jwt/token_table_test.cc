#include "policies/jwt/token_table.h"

#include <gtest/gtest.h>

#include <string>

#include "policies/jwt/trusted_keys.h"

namespace jg::policies::jwt {
namespace {

using Keys = std::shared_ptr<const TrustedKeys>;

Keys make_keys() {
  return std::make_shared<const TrustedKeys>(std::make_shared<const jose::KeySet>(), 0);
}

TokenTable::Entry known(std::string text, const Keys& keys) {
  return std::make_shared<const KnownToken>(
      KnownToken{Secret(std::move(text)), {}, keys, nullptr, {}});
}

bool always(const KnownToken&) { return true; }

constexpr TableLimits kRoomy{.entries = 64, .bytes = 1 << 20};
constexpr Hash128 kHash{1, 2};

struct Table : testing::Test {
  const Keys keys = make_keys();
  TokenTable table{kRoomy};

  std::size_t insert(const std::string& text, const Hash128& hash = kHash) {
    return table.insert(hash, known(text, keys));
  }
  bool has(const std::string& text, const Hash128& hash = kHash) {
    return table.find(hash, text, always) != nullptr;
  }
};

TEST_F(Table, finds_what_was_put_in) {
  EXPECT_FALSE(has("a"));
  EXPECT_EQ(insert("a"), 0u);
  EXPECT_TRUE(has("a"));
  EXPECT_FALSE(has("a", {1, 3}));
  EXPECT_FALSE(has("a", {2, 2}));
}

TEST_F(Table, compares_all_of_the_text_when_hashes_collide) {
  insert("token-1");
  EXPECT_FALSE(has("token-2"));
  insert("token-2");
  EXPECT_TRUE(has("token-1"));
  EXPECT_TRUE(has("token-2"));
  EXPECT_FALSE(has("token-"));
  EXPECT_EQ(table.size(), 2u);
}

TEST_F(Table, tells_the_same_text_of_other_keys_apart) {
  const Keys others = make_keys();
  insert("a");
  table.insert(kHash, known("a", others));
  EXPECT_EQ(table.size(), 2u);
  const auto* const found =
      table.find(kHash, "a", [&](const KnownToken& token) { return token.keys.lock() == others; });
  ASSERT_NE(found, nullptr);
  EXPECT_EQ((*found)->keys.lock(), others);
}

TEST_F(Table, puts_a_token_in_the_place_of_its_former_self) {
  insert("a");
  const std::size_t bytes = table.bytes();
  EXPECT_EQ(insert("a"), 0u);
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(table.bytes(), bytes);
}

TEST_F(Table, drives_out_the_one_that_was_not_used) {
  for (std::size_t i = 0; i < TokenTable::kWays; ++i) EXPECT_EQ(insert(std::to_string(i)), 0u);
  for (const char* used : {"0", "1", "2", "4", "5", "6", "7"}) EXPECT_TRUE(has(used));
  EXPECT_EQ(insert("new"), 1u);
  EXPECT_FALSE(has("3"));
  EXPECT_TRUE(has("new"));
  EXPECT_EQ(table.size(), TokenTable::kWays);
}

TEST_F(Table, drives_somebody_out_when_all_were_used) {
  for (std::size_t i = 0; i < TokenTable::kWays; ++i) insert(std::to_string(i));
  for (std::size_t i = 0; i < TokenTable::kWays; ++i) EXPECT_TRUE(has(std::to_string(i)));
  EXPECT_EQ(insert("new"), 1u);
  EXPECT_EQ(table.size(), TokenTable::kWays);
}

TEST_F(Table, never_holds_more_than_its_entries) {
  for (std::uint64_t i = 0; i < 10 * kRoomy.entries; ++i) insert(std::to_string(i), {i, i});
  EXPECT_EQ(table.size(), kRoomy.entries);
}

TEST_F(Table, never_holds_more_than_its_bytes) {
  const std::size_t one = known(std::string(100, 'x'), keys)->bytes();
  table = TokenTable({.entries = 64, .bytes = 3 * one});
  const auto text = [](std::uint64_t i) { return std::string(99, 'x') + std::to_string(i); };
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(insert(text(i), {i, i}), 0u);
  EXPECT_EQ(table.bytes(), 3 * one);
  EXPECT_TRUE(has(text(0), {0, 0}));
  EXPECT_EQ(insert(text(3), {3, 3}), 1u);
  EXPECT_EQ(table.bytes(), 3 * one);
  EXPECT_TRUE(has(text(0), {0, 0})) << "it was used";
  EXPECT_TRUE(has(text(3), {3, 3})) << "it is the newest";
  EXPECT_EQ(insert(std::string(3 * one, 'x'), {4, 4}), 0u) << "it does not fit at all";
  EXPECT_EQ(table.size(), 3u);
}

TEST_F(Table, lets_those_go_first_whose_keys_are_gone) {
  Keys others = make_keys();
  for (std::size_t i = 0; i + 1 < TokenTable::kWays; ++i) insert(std::to_string(i));
  table.insert(kHash, known("old", others));
  EXPECT_TRUE(has("old"));
  others.reset();
  insert("new");
  EXPECT_FALSE(has("old"));
  for (std::size_t i = 0; i + 1 < TokenTable::kWays; ++i) EXPECT_TRUE(has(std::to_string(i)));
}

}  // namespace
}  // namespace jg::policies::jwt
