# Turns the file INPUT into C++ source OUTPUT: its bytes as kContractBytes.
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include <cstddef>
namespace nexus::gateway {
extern const unsigned char kContractBytes[];
extern const std::size_t kContractSize;
const unsigned char kContractBytes[] = {${bytes}};
const std::size_t kContractSize = sizeof(kContractBytes);
}  // namespace nexus::gateway
")
