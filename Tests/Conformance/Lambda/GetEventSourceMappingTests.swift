import Protocols
import Support
import Testing

@testable import Lambda

@Suite struct GetEventSourceMappingTests {
  @Test func aMappingThatIsNotThere() async throws {
    let lambda = try LambdaHouse()
    let error = await lambda.house.error(GetEventSourceMapping.self) { $0[GetEventSourceMapping.Input.uuid] = "x" }
    #expect(error?.code == "ResourceNotFoundException")
    #expect(error?.status == 404)
    #expect(error?.message == "The resource you requested does not exist.")
    await lambda.stop()
  }

  @Test func anotherAccountDoesNotSeeIt() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make(["shardId-000000000000"])
    try await lambda.makeHandler()
    let id = try await lambda.map { $0[CreateEventSourceMapping.Input.enabled] = false }
    let error = await lambda.house.error(GetEventSourceMapping.self, account: "111111111111") {
      $0[GetEventSourceMapping.Input.uuid] = id
    }
    #expect(error?.code == "ResourceNotFoundException")
    await lambda.stop()
  }
}
