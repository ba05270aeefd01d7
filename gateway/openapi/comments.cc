#include "gateway/openapi/comments.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace nexus::gateway::openapi {

std::string Unwrapped(const std::string& comment) {
  std::string text;
  bool paragraph = false;
  for (absl::string_view line : absl::StrSplit(comment, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.empty()) {
      paragraph = !text.empty();
      continue;
    }
    if (!text.empty()) text += paragraph ? "\n\n" : " ";
    paragraph = false;
    text.append(line.data(), line.size());
  }
  return text;
}

std::string FirstSentence(const std::string& text) {
  const auto end = text.find(". ");
  const auto paragraph = text.find("\n\n");
  std::string sentence = text.substr(0, std::min(end, paragraph));
  if (!sentence.empty() && sentence.back() == '.') sentence.pop_back();
  return sentence;
}

}  // namespace nexus::gateway::openapi
