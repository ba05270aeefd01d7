#pragma once

#include <string>

#include "absl/status/statusor.h"

#include "services/instance/domain/instance.h"

namespace nexus::instance {

// The service that works on Proxmox. The same rules as for Billing.
class Scheduler {
 public:
  virtual ~Scheduler() = default;

  // `clusters/{cluster}` for a new instance. FAILED_PRECONDITION `NO_CLUSTER_FITS`.
  virtual absl::StatusOr<std::string> ChooseCluster(const std::string& image, const Size& size) = 0;

  // Hands over the instance's newest operation; a create with all that a worker
  // needs to make the guest. Safe to repeat.
  virtual absl::Status EnqueueTask(const Instance& instance) = 0;

  // How a cancelled task stands.
  struct Cancelled {
    // Nothing was made for it and nothing will be.
    bool never_begun = false;
  };

  // Ends the instance's create, and closes its id if it never came. Safe to repeat.
  virtual absl::StatusOr<Cancelled> CancelCreate(const Instance& instance) = 0;
};

}  // namespace nexus::instance
