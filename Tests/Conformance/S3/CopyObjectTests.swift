import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct CopyObjectTests {
  private func copy(
    _ house: TestHouse, _ from: String, _ to: String, _ fill: (inout Values<CopyObject.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<CopyObject.Output> {
    try await house.call(CopyObject.self) {
      $0[CopyObject.Input.bucket] = "bucket"
      $0[CopyObject.Input.key] = to
      $0[CopyObject.Input.copySource] = "/bucket/" + PercentEncoding.encode(from)
      fill(&$0)
    }
  }

  /// Neither object lives by the other, whether they share a body or not.
  @Test(arguments: [10, 100_000])
  func livesAlone(_ size: Int) async throws {
    let house = try await s3House()
    let bytes = pattern(size)
    try await house.put("from +", bytes) { $0[PutObject.Input.headers.metadata] = ["a": "1"] }
    _ = try await copy(house, "from +", "to")
    try await house.put("from +", [])
    _ = try await house.call(DeleteObject.self) {
      $0[DeleteObject.Input.bucket] = "bucket"
      $0[DeleteObject.Input.key] = "from +"
    }
    let (output, found) = try await house.get("to")
    #expect(found == bytes)
    #expect(output[GetObject.Output.headers.metadata] == ["a": "1"])
    // Over itself, with other metadata.
    _ = try await copy(house, "to", "to") {
      $0[CopyObject.Input.metadataDirective] = "REPLACE"
      $0[CopyObject.Input.headers.metadata] = ["b": "2"]
    }
    let again = try await house.get("to")
    #expect(again.bytes == bytes)
    #expect(again.output[GetObject.Output.headers.metadata] == ["b": "2"])
  }

  @Test func refusesToChangeNothing() async throws {
    let house = try await s3House()
    try await house.put("k")
    await #expect(throws: AWSError.self) { try await copy(house, "k", "k") }
    await #expect(throws: AWSError.self) { try await copy(house, "none", "k") }
    await #expect(throws: AWSError.self) {
      try await copy(house, "k", "x") { $0[CopyObject.Input.sourceConditions.ifNoneMatch] = "*" }
    }
  }
}
