#include "services/scheduler/domain/progress.h"

#include <algorithm>
#include <array>

namespace nexus::scheduler {
namespace {

struct PlannedStep {
  std::string_view kind;
  std::string_view name;
  int percent_after;
};

constexpr std::array<PlannedStep, 11> kPlan = {{
    {"create", "choose", 5},
    {"create", "clone", 50},
    {"create", "configure", 60},
    {"create", "resize", 70},
    {"create", "firewall", 80},
    {"create", "start", 100},
    {"start", "start", 100},
    {"stop", "shutdown", 100},
    {"delete", "stop", 30},
    {"delete", "destroy", 70},
    {"delete", "absence", 100},
}};

struct Title {
  std::string_view name;
  std::string_view title;
};

constexpr std::array<Title, 10> kTitles = {{
    {"choose", "Choose a node"},
    {"clone", "Clone the image"},
    {"configure", "Configure the machine"},
    {"resize", "Resize the disk"},
    {"firewall", "Protect the network"},
    {"start", "Start the machine"},
    {"shutdown", "Shut the machine down"},
    {"stop", "Stop the machine"},
    {"destroy", "Destroy the machine"},
    {"absence", "Check that nothing is left"},
}};

}  // namespace

std::vector<StepRecord> PlannedSteps(std::string_view kind) {
  std::vector<StepRecord> steps;
  for (const PlannedStep& step : kPlan) {
    if (step.kind == kind) steps.push_back({.name = std::string(step.name)});
  }
  return steps;
}

StepRecord& StepOf(Progress& progress, std::string_view name) {
  const auto found = std::ranges::find(progress.steps, name, &StepRecord::name);
  if (found != progress.steps.end()) return *found;
  progress.steps.push_back({.name = std::string(name)});
  return progress.steps.back();
}

std::string_view TitleOf(std::string_view step) {
  const auto found = std::ranges::find(kTitles, step, &Title::name);
  return found == kTitles.end() ? step : found->title;
}

int PercentAfter(std::string_view kind, std::string_view step) {
  for (const PlannedStep& planned : kPlan) {
    if (planned.kind == kind && planned.name == step) return planned.percent_after;
  }
  return 0;
}

}  // namespace nexus::scheduler
