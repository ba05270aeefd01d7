#include "gateway/openapi/document.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nexus::gateway::openapi {
namespace {

using ::testing::Contains;
using ::testing::Not;

class OpenApiDocumentTest : public ::testing::Test {
 protected:
  const Json& Schema(const std::string& name) const {
    return document_.at("components").at("schemas").at(name);
  }
  const Json& Operation(const std::string& path, const std::string& verb) const {
    return document_.at("paths").at(path).at(verb);
  }

  const Json document_ = BuildDocument();
};

// Calls `visit` with each object in `json`.
template <typename Visit>
void ForEachObject(const Json& json, Visit visit) {
  if (json.is_object()) visit(json);
  if (!json.is_structured()) return;
  for (const Json& inner : json) ForEachObject(inner, visit);
}

TEST_F(OpenApiDocumentTest, ReferencesOnlyWhatItHolds) {
  ForEachObject(document_, [&](const Json& object) {
    if (!object.contains("$ref") || !object["$ref"].is_string()) return;
    const std::string reference = object["$ref"];
    EXPECT_TRUE(document_.contains(Json::json_pointer(reference.substr(1)))) << reference;
  });
}

TEST_F(OpenApiDocumentTest, GivesEachOperationAnIdOfItsOwnAndAnErrorAndAPermission) {
  std::set<std::string> ids;
  for (const auto& [path, verbs] : document_.at("paths").items()) {
    for (const auto& [verb, operation] : verbs.items()) {
      EXPECT_TRUE(ids.insert(operation.at("operationId")).second) << path;
      EXPECT_TRUE(operation.at("responses").contains("default")) << path;
      if (path != "/api/v1/events") {
        EXPECT_FALSE(operation.at("x-permission").get<std::string>().empty()) << path;
        EXPECT_FALSE(operation.at("summary").get<std::string>().empty()) << path;
      }
    }
  }
}

TEST_F(OpenApiDocumentTest, NamesEachPartOfAPath) {
  const Json& stop = Operation("/api/v1/projects/{project}/instances/{instance}:stop", "post");
  ASSERT_GE(stop.at("parameters").size(), 2u);
  EXPECT_EQ(stop.at("parameters")[0].at("name"), "project");
  EXPECT_EQ(stop.at("parameters")[1].at("name"), "instance");
  EXPECT_EQ(stop.at("x-permission"), "instances.stop");
}

TEST_F(OpenApiDocumentTest, LeavesOutOfTheBodyWhatThePathHolds) {
  const Json& body = Schema("CreateInstanceRequest");
  EXPECT_FALSE(body.at("properties").contains("parent"));
  EXPECT_THAT(body.at("required"), Contains("instance"));
}

TEST_F(OpenApiDocumentTest, ShowsInt64AsTextAndTimesAsDates) {
  EXPECT_EQ(Schema("Money").at("properties").at("micros").at("type"), "string");
  EXPECT_EQ(Schema("Money").at("properties").at("micros").at("format"), "int64");
  EXPECT_EQ(Schema("Instance").at("properties").at("createTime").at("format"), "date-time");
}

TEST_F(OpenApiDocumentTest, TakesNoFieldThatOnlyTheServerSets) {
  EXPECT_TRUE(Schema("Instance").at("properties").at("state").at("readOnly"));
  EXPECT_FALSE(Schema("InstanceInput").at("properties").contains("state"));
  EXPECT_THAT(Schema("Instance").at("required"), Contains("displayName"));
}

TEST_F(OpenApiDocumentTest, NeverShowsASessionOrASecretThatIsOnlySent) {
  EXPECT_FALSE(Schema("LogInResponse").at("properties").contains("session"));
  EXPECT_FALSE(Schema("Cluster").at("properties").contains("tokenSecret"));
  EXPECT_TRUE(Schema("ClusterInput").at("properties").contains("tokenSecret"));
}

TEST_F(OpenApiDocumentTest, AsksNobodyForASessionToLogIn) {
  EXPECT_TRUE(Operation("/api/v1/auth:logIn", "post").at("security").empty());
  EXPECT_FALSE(Operation("/api/v1/auth:logOut", "post").at("security").empty());
}

TEST_F(OpenApiDocumentTest, OffersFilterFieldsInTheQuery) {
  std::vector<std::string> names;
  for (const Json& parameter : Operation("/api/v1/auditRecords", "get").at("parameters")) {
    names.push_back(parameter.at("name"));
  }
  EXPECT_THAT(names, Contains("filter.startTime"));
  EXPECT_THAT(names, Contains("pageSize"));
}

TEST_F(OpenApiDocumentTest, ListsEveryReasonOnce) {
  EXPECT_THAT(Schema("ErrorReason").at("enum"), Contains("INSUFFICIENT_FUNDS"));
  EXPECT_THAT(Schema("ErrorReason").at("enum"), Not(Contains("ERROR_REASON_UNSPECIFIED")));
}

TEST_F(OpenApiDocumentTest, KnowsEachLiveEventByItsType) {
  EXPECT_EQ(Schema("InstanceChanged").at("properties").at("type").at("const"),
            "nexus.instance.v1.InstanceChanged");
  EXPECT_FALSE(document_.at("components").at("schemas").contains("UserChanged"));
}

TEST_F(OpenApiDocumentTest, LeavesInternalMethodsOut) {
  EXPECT_THAT(document_.dump(), Not(::testing::HasSubstr("reserveFunds")));
}

}  // namespace
}  // namespace nexus::gateway::openapi
