#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"

#include "libs/base/status.h"
#include "services/auth/domain/password_policy.h"

namespace nexus::auth {
namespace {

// Sorted; only those that are long enough to be chosen at all.
constexpr auto kCommonPasswords = std::to_array<std::string_view>({
    "00000000",     "000000000",     "0123456789",     "0987654321",   "10203040",
    "11111111",     "111111111",     "1111111111",     "11112222",     "11223344",
    "1122334455",   "112233445566",  "12121212",       "123123123",    "123321123",
    "12341234",     "12344321",      "1234554321",     "12345678",     "123456789",
    "1234567890",   "1234567891",    "12345678910",    "123456789a",   "123456789q",
    "123654789",    "123qwe123",     "123qweasd",      "13131313",     "147258369",
    "159357159",    "1q2w3e4r",      "1q2w3e4r5t",     "1q2w3e4r5t6y", "1qaz2wsx",
    "1qaz2wsx3edc", "1qazxsw2",      "22222222",       "33333333",     "44444444",
    "55555555",     "66666666",      "69696969",       "741852963",    "77777777",
    "789456123",    "87654321",      "88888888",       "987654321",    "99999999",
    "a1234567",     "a12345678",     "a123456789",     "aa123456",     "aa12345678",
    "aaaaaaaa",     "abc12345",      "abc123456",      "abcd1234",     "abcdefg1",
    "abcdefgh",     "admin123",      "admin1234",      "admin12345",   "admin@123",
    "adminadmin",   "administrator", "administrator1", "alexander",    "anthony1",
    "arsenal1",     "asd12345",      "asdf1234",       "asdfasdf",     "asdfghjk",
    "asdfghjkl",    "ashley123",     "asshole1",       "autumn2024",   "autumn2025",
    "babygirl",     "babygirl1",     "barcelona",      "baseball",     "baseball1",
    "basketball",   "batman123",     "benjamin",       "blahblah",     "blink182",
    "butterfly",    "changeit",      "changeme",       "changeme1",    "changeme123",
    "charlie1",     "chelsea1",      "chocolate",      "cocacola",     "computer",
    "corvette",     "cowboys1",      "daniel123",      "default1",     "dragon123",
    "elizabeth",    "facebook1",     "football",       "football1",    "fuckyou1",
    "fuckyou123",   "google123",     "guest123",       "iloveyou",     "iloveyou!",
    "iloveyou1",    "iloveyou2",     "internet",       "jennifer",     "jessica1",
    "jordan23",     "juventus",      "lakers24",       "letmein1",     "letmein123",
    "linkedin1",    "liverpool",     "loveyou1",       "manchester",   "master123",
    "maverick",     "mercedes",      "michael1",       "michelle",     "midnight",
    "minecraft",    "minecraft1",    "monkey123",      "nexus123",     "nintendo",
    "p@ssw0rd",     "p@ssword",      "p@ssword1",      "passw0rd",     "password",
    "password1",    "password12",    "password123",    "password1234", "passwort",
    "passwort1",    "playstation",   "pokemon1",       "pokemon123",   "princess",
    "princess1",    "proxmox1",      "proxmox123",     "q123456789",   "q1w2e3r4",
    "q1w2e3r4t5",   "qazwsx123",     "qazwsxedc",      "qwe123qwe",    "qweasdzxc",
    "qweqweqwe",    "qwerty12",      "qwerty123",      "qwerty1234",   "qwerty12345",
    "qwertyui",     "qwertyuiop",    "qwertz123",      "qwertzui",     "qwertzuiop",
    "root1234",     "rootroot",      "samantha",       "samsung1",     "samsung123",
    "secret123",    "server123",     "shadow123",      "spiderman",    "spring2024",
    "spring2025",   "starwars",      "summer2024",     "summer2025",   "sunshine",
    "sunshine1",    "superman",      "superman1",      "test1234",     "test12345",
    "testing1",     "testpass",      "testtest",       "toor1234",     "trustno1",
    "user1234",     "victoria",      "welcome1",       "welcome12",    "welcome123",
    "welcome2024",  "welcome2025",   "whatever",       "winter2024",   "winter2025",
    "yankees1",     "zaq12wsx",      "zaq1zaq1",       "zxcasdqwe",    "zxcvbnm1",
    "zxcvbnm123",   "zxcvbnmz",
});

static_assert(std::is_sorted(kCommonPasswords.begin(), kCommonPasswords.end()));

}  // namespace

bool IsCommonPassword(std::string_view password) {
  const std::string lower = absl::AsciiStrToLower(ToAbsl(password));
  return std::binary_search(kCommonPasswords.begin(), kCommonPasswords.end(), lower);
}

}  // namespace nexus::auth
