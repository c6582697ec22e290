#include "base/idle_blocks.h"

#include <gtest/gtest.h>

namespace jg {
namespace {

class IdleBlocksTest : public testing::Test {
 protected:
  IdleBlocksTest() { blocks_.open(); }
  ~IdleBlocksTest() override { blocks_.close(); }

  bool keeps(std::size_t size) {
    void* const block = ::operator new(IdleBlocks::rounded(size));
    if (blocks_.keep(block, size)) return true;
    ::operator delete(block);
    return false;
  }
  bool gives(std::size_t size) {
    void* const block = blocks_.take(size);
    ::operator delete(block);
    return block != nullptr;
  }

  IdleBlocks blocks_;
};

TEST_F(IdleBlocksTest, gives_a_block_once) {
  EXPECT_FALSE(gives(100));
  ASSERT_TRUE(keeps(100));
  EXPECT_TRUE(gives(100));
  EXPECT_FALSE(gives(100));
}

TEST_F(IdleBlocksTest, gives_a_block_for_one_of_about_its_size_only) {
  ASSERT_TRUE(keeps(65));
  EXPECT_FALSE(gives(64));
  EXPECT_FALSE(gives(129));
  EXPECT_TRUE(gives(128));
}

TEST_F(IdleBlocksTest, keeps_none_above_the_largest) {
  EXPECT_TRUE(keeps(IdleBlocks::kLargest));
  EXPECT_FALSE(keeps(IdleBlocks::kLargest + 1));
  EXPECT_FALSE(gives(IdleBlocks::kLargest + 1));
}

TEST_F(IdleBlocksTest, has_room_for_so_many_bytes_and_again_when_one_was_taken) {
  for (std::size_t held = 0; held < IdleBlocks::kMostHeld; held += IdleBlocks::kLargest)
    ASSERT_TRUE(keeps(IdleBlocks::kLargest));
  EXPECT_FALSE(keeps(1));
  EXPECT_TRUE(gives(IdleBlocks::kLargest));
  EXPECT_TRUE(keeps(1));
}

TEST_F(IdleBlocksTest, keeps_nothing_before_it_is_open_and_behind_its_end) {
  ASSERT_TRUE(keeps(100));
  blocks_.close();
  EXPECT_FALSE(gives(100));
  EXPECT_FALSE(keeps(100));
  blocks_.open();
  EXPECT_TRUE(keeps(100));
}

}  // namespace
}  // namespace jg
