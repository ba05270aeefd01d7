#include "gateway/files/static_files.h"

#include <fstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/files/compression.h"
#include "libs/testing/status_matchers.h"

namespace nexus::gateway {
namespace {

namespace fs = std::filesystem;
using boost::beast::http::field;
using boost::beast::http::verb;
using testing::HasCode;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::StartsWith;

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest()
      : root_(fs::temp_directory_path() / fmt::format("static_files_test_{}", getpid()) / "web") {
    Write("index.html", "<!doctype html>the page");
    Write("assets/app-1.js", std::string(5000, 'x'));
    Write("assets/app-1.js.br", "packed by the build");
    Write("favicon.svg", "<svg/>");
    Write("assets/style-1.css", std::string(5000, 'c'));
  }
  ~StaticFilesTest() override { fs::remove_all(root_.parent_path()); }

  void Write(const std::string& path, std::string_view content) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << content;
  }

  http::Response Get(std::string_view target, std::string_view accept_encoding = "",
                     std::string_view etag = "", verb method = verb::get) {
    http::Request request(method, target, 11);
    request.set(field::accept_encoding, accept_encoding);
    if (!etag.empty()) request.set(field::if_none_match, etag);
    return StaticFiles::Load(root_)->Answer(request);
  }

  const fs::path root_;
};

TEST_F(StaticFilesTest, NeedsAnIndex) {
  EXPECT_THAT(StaticFiles::Load(root_), IsOk());
  fs::remove(root_ / "index.html");
  EXPECT_THAT(StaticFiles::Load(root_), HasCode(absl::StatusCode::kNotFound));
  EXPECT_THAT(StaticFiles::Load(root_ / "nowhere"), HasCode(absl::StatusCode::kNotFound));
}

TEST_F(StaticFilesTest, KeepsAssetsForEverAndAsksForTheRest) {
  const auto asset = Get("/assets/app-1.js");
  EXPECT_EQ(asset[field::cache_control], "public, max-age=31536000, immutable");
  EXPECT_EQ(asset[field::content_type], "text/javascript; charset=utf-8");
  EXPECT_EQ(Get("/")[field::cache_control], "no-cache");
  EXPECT_EQ(Get("/favicon.svg")[field::content_type], "image/svg+xml");
}

TEST_F(StaticFilesTest, ShowsThePageForEveryPlaceInTheClient) {
  for (const char* target : {"/", "/index.html", "/projects/p/instances", "/login?next=%2F"}) {
    EXPECT_THAT(Get(target).body(), HasSubstr("the page")) << target;
  }
}

TEST_F(StaticFilesTest, NeverLeavesItsFolder) {
  Write("../outside.txt", "secret");
  for (const char* target : {"/../outside.txt", "/assets/../../outside.txt", "/%2e%2e/outside.txt",
                             "/..%2foutside.txt", "//etc/passwd.txt", "/assets/missing", "/assets/",
                             "/missing.js", "/%zz.js", "/%00.js", "/favicon.svg/"}) {
    const auto response = Get(target);
    EXPECT_TRUE(response.result_int() == 404 || response.body() == "<!doctype html>the page")
        << target;
  }
  EXPECT_EQ(Get("/assets/missing").result_int(), 404);
  EXPECT_EQ(Get("/missing.js").result_int(), 404);
}

TEST_F(StaticFilesTest, SendsTheSmallestFormThatIsUnderstood) {
  const auto brotli = Get("/assets/app-1.js", "gzip, deflate, br");
  EXPECT_EQ(brotli[field::content_encoding], "br");
  EXPECT_EQ(brotli.body(), "packed by the build");
  const auto gzip = Get("/assets/style-1.css", "gzip, br");
  EXPECT_EQ(gzip[field::content_encoding], "gzip");
  EXPECT_LT(gzip.body().size(), 200u);
  EXPECT_EQ(Get("/assets/style-1.css").body().size(), 5000u);
  EXPECT_EQ(Get("/")[field::content_encoding], "");
}

TEST_F(StaticFilesTest, AnswersWhatTheBrowserAlreadyHasWith304) {
  const auto first = Get("/", "br");
  const auto again = Get("/", "br", first[field::etag]);
  EXPECT_EQ(again.result_int(), 304);
  EXPECT_EQ(again.body(), "");
  EXPECT_EQ(Get("/", "", "\"other\"").result_int(), 200);
}

TEST_F(StaticFilesTest, TellsTheFormsOfAFileApartByTheirTags) {
  EXPECT_NE(Get("/assets/app-1.js", "br")[field::etag], Get("/assets/app-1.js")[field::etag]);
  EXPECT_EQ(Get("/assets/app-1.js")[field::vary], "Accept-Encoding");
}

TEST_F(StaticFilesTest, IsOnlyRead) {
  const auto response = Get("/", "", "", verb::post);
  EXPECT_EQ(response.result_int(), 405);
  EXPECT_EQ(response[field::allow], "GET, HEAD");
}

TEST(AcceptsTest, ReadsQualities) {
  EXPECT_TRUE(Accepts("gzip, deflate, br", "br"));
  EXPECT_TRUE(Accepts("BR;q=0.5", "br"));
  EXPECT_FALSE(Accepts("br;q=0", "br"));
  EXPECT_FALSE(Accepts("br;q=x", "br"));
  EXPECT_FALSE(Accepts("brotli", "br"));
  EXPECT_FALSE(Accepts("", "br"));
}

TEST(GzipTest, MakesAGzipFile) { EXPECT_THAT(Gzip("hello"), StartsWith("\x1f\x8b")); }

}  // namespace
}  // namespace nexus::gateway
