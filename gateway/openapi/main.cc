#include <iostream>

#include "gateway/openapi/document.h"

// Prints the OpenAPI document; the web client's types are made from it.
int main() {
  std::cout << nexus::gateway::openapi::BuildDocument().dump(2) << "\n";
  return std::cout.good() ? 0 : 1;
}
