import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct ListObjectsV2Tests {
  private func house(_ keys: [String]) async throws -> TestHouse {
    let house = try await s3House()
    for key in keys { try await house.put(key) }
    return house
  }

  /// Every page of a listing, keys and common prefixes told apart.
  private func all(
    _ house: TestHouse, page: Int32, _ fill: (inout Values<ListObjectsV2.Input>) -> Void
  ) async throws -> (keys: [String], prefixes: [String]) {
    var keys: [String] = []
    var prefixes: [String] = []
    var token: String?
    repeat {
      let output = try await house.call(ListObjectsV2.self) {
        $0[ListObjectsV2.Input.bucket] = "bucket"
        $0[ListObjectsV2.Input.maxKeys] = page
        $0[ListObjectsV2.Input.continuationToken] = token
        fill(&$0)
      }
      let found = output[ListObjectsV2.Output.contents] ?? []
      let groups = output[ListObjectsV2.Output.commonPrefixes] ?? []
      #expect(found.count + groups.count == Int(output[ListObjectsV2.Output.keyCount] ?? -1))
      keys += found.compactMap { $0[ListedObject.key] }
      prefixes += groups.compactMap { $0[CommonPrefix.prefix] }
      token = output[ListObjectsV2.Output.nextContinuationToken]
      #expect((token != nil) == output[ListObjectsV2.Output.isTruncated])
    } while token != nil
    return (keys, prefixes)
  }

  @Test(arguments: [Int32(1), 2, 3, 1000])
  func goesThroughPages(_ page: Int32) async throws {
    let keys = ["a/1", "a/2", "b", "c/x/1", "c/y", "c0", "é", "日"]
    let house = try await house(keys)
    #expect(try await all(house, page: page) { _ in } == (keys, []))
    #expect(
      try await all(house, page: page) { $0[ListObjectsV2.Input.delimiter] = "/" } == (
        ["b", "c0", "é", "日"], ["a/", "c/"]
      ))
    let inside = try await all(house, page: page) {
      $0[ListObjectsV2.Input.delimiter] = "/"
      $0[ListObjectsV2.Input.prefix] = "c/"
    }
    #expect(inside == (["c/y"], ["c/x/"]))
    #expect(
      try await all(house, page: page) { $0[ListObjectsV2.Input.startAfter] = "c/x/1" } == (
        ["c/y", "c0", "é", "日"], []
      ))
  }

  @Test func encodesKeys() async throws {
    let house = try await house(["a b/+%"])
    let output = try await house.call(ListObjectsV2.self) {
      $0[ListObjectsV2.Input.bucket] = "bucket"
      $0[ListObjectsV2.Input.encodingType] = "url"
    }
    #expect(output[ListObjectsV2.Output.contents]?[0][ListedObject.key] == "a+b/%2B%25")
  }

  @Test func refusesForeignTokens() async throws {
    let house = try await s3House()
    let error = await house.error(ListObjectsV2.self) {
      $0[ListObjectsV2.Input.bucket] = "bucket"
      $0[ListObjectsV2.Input.continuationToken] = "x"
    }
    #expect(error?.code == "InvalidArgument")
  }
}
