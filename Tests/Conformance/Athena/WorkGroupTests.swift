import Protocols
import Runtime
import Support
import Synchronization
import Testing

@testable import Athena

/// GetWorkGroup, ListWorkGroups, CreateWorkGroup, UpdateWorkGroup and DeleteWorkGroup.
@Suite struct WorkGroupTests {
  private func group(_ athena: AthenaHouse, _ name: String) async throws -> Values<WorkGroup> {
    let output = try await athena.house.call(GetWorkGroup.self) { $0[GetWorkGroup.Input.workGroup] = name }
    return try #require(output[GetWorkGroup.Output.workGroup])
  }

  @Test func primaryIsAlwaysThere() async throws {
    let athena = try AthenaHouse()
    let primary = try await group(athena, "primary")
    #expect(primary[WorkGroup.state] == "ENABLED")
    let version = primary[WorkGroup.configuration]?[WorkGroupConfiguration.engineVersion]
    #expect(version?[EngineVersion.effectiveEngineVersion] == "Athena engine version 3")
    let deleted = await athena.house.error(DeleteWorkGroup.self) { $0[DeleteWorkGroup.Input.workGroup] = "primary" }
    #expect(deleted?.code == "InvalidRequestException")
    let missing = await athena.house.error(GetWorkGroup.self) { $0[GetWorkGroup.Input.workGroup] = "x" }
    #expect(missing?.message == "WorkGroup is not found.")
    await athena.house.stop()
  }

  @Test func anEnforcedLocationWins() async throws {
    let athena = try AthenaHouse()
    _ = try await athena.house.call(CreateWorkGroup.self) {
      $0[CreateWorkGroup.Input.name] = "team"
      $0[CreateWorkGroup.Input.configuration] = .with {
        $0[WorkGroupConfiguration.resultConfiguration] = .with {
          $0[ResultConfiguration.outputLocation] = "s3://results/team/"
        }
      }
    }
    func location() async throws -> String? {
      let id = try await athena.begin("rows 1") { $0[StartQueryExecution.Input.workGroup] = "team" }
      let execution = try await athena.wait(id, for: "SUCCEEDED")
      return execution[QueryExecution.resultConfiguration]?[ResultConfiguration.outputLocation]
    }
    #expect(try await location()?.hasPrefix("s3://results/team/") == true)
    _ = try await athena.house.call(UpdateWorkGroup.self) {
      $0[UpdateWorkGroup.Input.workGroup] = "team"
      $0[UpdateWorkGroup.Input.configurationUpdates] = .with {
        $0[UpdateWorkGroup.WorkGroupConfigurationUpdates.enforceWorkGroupConfiguration] = false
      }
    }
    #expect(try await location()?.hasPrefix("s3://results/athena/") == true)
    _ = try await athena.house.call(UpdateWorkGroup.self) {
      $0[UpdateWorkGroup.Input.workGroup] = "team"
      $0[UpdateWorkGroup.Input.state] = "DISABLED"
    }
    let disabled = await athena.refusal("rows 1") { $0[StartQueryExecution.Input.workGroup] = "team" }
    #expect(disabled?.code == "InvalidRequestException")
    await athena.house.stop()
  }

  @Test func listsAndDeletes() async throws {
    let athena = try AthenaHouse()
    for name in ["z", "a"] {
      _ = try await athena.house.call(CreateWorkGroup.self) { $0[CreateWorkGroup.Input.name] = name }
    }
    let twice = await athena.house.error(CreateWorkGroup.self) { $0[CreateWorkGroup.Input.name] = "a" }
    #expect(twice?.code == "InvalidRequestException")
    let first = try await athena.house.call(ListWorkGroups.self) { $0[ListWorkGroups.Input.maxResults] = 2 }
    #expect(first[ListWorkGroups.Output.workGroups]?.map { $0[WorkGroupSummary.name] } == ["a", "primary"])
    let second = try await athena.house.call(ListWorkGroups.self) {
      $0[ListWorkGroups.Input.nextToken] = first[ListWorkGroups.Output.nextToken]
    }
    #expect(second[ListWorkGroups.Output.workGroups]?.map { $0[WorkGroupSummary.name] } == ["z"])
    _ = try await athena.house.call(DeleteWorkGroup.self) { $0[DeleteWorkGroup.Input.workGroup] = "z" }
    let all = try await athena.house.call(ListWorkGroups.self)
    #expect(all[ListWorkGroups.Output.workGroups]?.count == 2)
    await athena.house.stop()
  }
}
