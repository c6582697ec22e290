#include "net/idle_frames.h"

#include <gtest/gtest.h>

namespace jg::net {
namespace {

class IdleFramesTest : public testing::Test {
 protected:
  ~IdleFramesTest() override { frames_.empty(); }

  bool keeps(std::size_t size) {
    void* const frame = ::operator new(IdleFrames::rounded(size));
    if (frames_.keep(frame, size)) return true;
    ::operator delete(frame);
    return false;
  }
  bool gives(std::size_t size) {
    void* const frame = frames_.take(size);
    ::operator delete(frame);
    return frame != nullptr;
  }

  IdleFrames frames_;
};

TEST_F(IdleFramesTest, gives_a_frame_once) {
  EXPECT_FALSE(gives(100));
  ASSERT_TRUE(keeps(100));
  EXPECT_TRUE(gives(100));
  EXPECT_FALSE(gives(100));
}

TEST_F(IdleFramesTest, gives_a_frame_for_one_of_about_its_size_only) {
  ASSERT_TRUE(keeps(65));
  EXPECT_FALSE(gives(64));
  EXPECT_FALSE(gives(129));
  EXPECT_TRUE(gives(128));
}

TEST_F(IdleFramesTest, keeps_none_above_the_largest) {
  EXPECT_TRUE(keeps(IdleFrames::kLargest));
  EXPECT_FALSE(keeps(IdleFrames::kLargest + 1));
  EXPECT_FALSE(gives(IdleFrames::kLargest + 1));
}

TEST_F(IdleFramesTest, has_room_for_so_many_bytes_and_again_when_one_was_taken) {
  for (std::size_t held = 0; held < IdleFrames::kMostHeld; held += IdleFrames::kLargest)
    ASSERT_TRUE(keeps(IdleFrames::kLargest));
  EXPECT_FALSE(keeps(1));
  EXPECT_TRUE(gives(IdleFrames::kLargest));
  EXPECT_TRUE(keeps(1));
}

}  // namespace
}  // namespace jg::net
