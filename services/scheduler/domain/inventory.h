#pragma once

#include <map>
#include <string>

#include "services/scheduler/domain/hypervisor.h"

namespace nexus::scheduler {

// The template of an image.
struct Template {
  GuestRef where;

  // Where its disk is.
  std::string storage;

  // Its disks are on storage that every node sees: a clone may go to any node.
  bool shared = false;
};

// A cluster as it was read last: what there is room and which templates for.
struct Inventory {
  Resources resources;

  // By image slug: a template carries the tag `nexus-image-<slug>`.
  std::map<std::string, Template> templates;
};

// Reads it all: one call, and one for each template.
Async<Inventory> ReadInventory(Hypervisor& hypervisor);

// `images/debian-12` -> `debian-12`.
std::string ImageSlug(const std::string& image);

}  // namespace nexus::scheduler
