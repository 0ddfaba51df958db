import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ListLayerVersionsTests {
  @Test func newestFirst() async throws {
    let lambda = try LambdaHouse()
    let layer = try await lambda.layer("l")
    _ = try await lambda.layer("l")
    let listed = try await lambda.house.call(ListLayerVersions.self) {
      $0[ListLayerVersions.Input.layerName] = "arn:aws:lambda:us-east-1:000000000000:layer:l"
    }
    #expect(listed[ListLayerVersions.Output.layerVersions]?.map { $0[LayerVersionsListItem.version] } == [2, 1])
    #expect(layer[LayerVersionDescription.version] == 1)
    await lambda.stop()
  }

  @Test func onTheWire() async throws {
    let lambda = try LambdaHouse()
    _ = try await lambda.layer("l")
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/l/versions?CompatibleRuntime=python3.11")
        == #"""
        200
        {"LayerVersions":[]}
        """#)
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/l/versions")
        == #"""
        200
        {"LayerVersions":[{"LayerVersionArn":"arn:aws:lambda:us-east-1:000000000000:layer:l:1",
        "Version":1,
        "Description":"",
        "CreatedDate":"<time>"}]}
        """#)
    #expect(
      await lambda.wire("GET", "/2018-10-31/layers/l/versions?MaxItems=0")
        == #"""
        400 ValidationException
        {"message":"1 validation error detected: Value '0' at 'maxItems'
        failed to satisfy constraint: Member must have value greater than or equal to 1"}
        """#)
    await lambda.stop()
  }
}
