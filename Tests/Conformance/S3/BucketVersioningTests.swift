import Protocols
import Runtime
import Support
import Testing

@testable import S3

extension TestHouse {
  func setVersioning(_ status: String) async throws {
    _ = try await call(PutBucketVersioning.self) {
      $0[PutBucketVersioning.Input.bucket] = "bucket"
      $0[PutBucketVersioning.Input.versioningConfiguration] = .with { $0[VersioningConfiguration.status] = status }
    }
  }

  /// Puts an object into `bucket`; returns its version.
  func putVersion(_ key: String, _ bytes: [UInt8]) async throws -> String? {
    try await call(PutObject.self) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = key
      $0[PutObject.Input.body] = Blob(bytes)
    }[PutObject.Output.versionID]
  }

  func delete(_ key: String, version: String? = nil) async throws -> Values<DeleteObject.Output> {
    try await call(DeleteObject.self) {
      $0[DeleteObject.Input.bucket] = "bucket"
      $0[DeleteObject.Input.key] = key
      $0[DeleteObject.Input.versionID] = version
    }
  }

  /// `key version latest`, a delete marker with `-` before it, in the order of the pages of that size.
  func versions(
    pageSize: Int32 = 1000, _ fill: (inout Values<ListObjectVersions.Input>) -> Void = { _ in }
  ) async throws -> [String] {
    var all: [String] = []
    var key: String?
    var version: String?
    while true {
      let page = try await call(ListObjectVersions.self) {
        $0[ListObjectVersions.Input.bucket] = "bucket"
        $0[ListObjectVersions.Input.maxKeys] = pageSize
        $0[ListObjectVersions.Input.keyMarker] = key
        $0[ListObjectVersions.Input.versionIDMarker] = version
        fill(&$0)
      }
      for each in page[ListObjectVersions.Output.versions] ?? [] {
        all.append(
          "\(each[ObjectVersion.key] ?? "") \(each[ObjectVersion.versionID] ?? "")\(each[ObjectVersion.isLatest] == true ? " *" : "")"
        )
      }
      for each in page[ListObjectVersions.Output.deleteMarkers] ?? [] {
        all.append(
          "-\(each[DeleteMarkerEntry.key] ?? "") \(each[DeleteMarkerEntry.versionID] ?? "")\(each[DeleteMarkerEntry.isLatest] == true ? " *" : "")"
        )
      }
      for each in page[ListObjectVersions.Output.commonPrefixes] ?? [] { all.append(each[CommonPrefix.prefix] ?? "") }
      if page[ListObjectVersions.Output.isTruncated] != true { return all }
      key = page[ListObjectVersions.Output.nextKeyMarker]
      version = page[ListObjectVersions.Output.nextVersionIDMarker]
    }
  }
}

@Suite struct PutBucketVersioningTests {
  @Test func tellsNothingOfABucketThatNeverHadIt() async throws {
    let house = try await s3House()
    func status() async throws -> String? {
      try await house.call(GetBucketVersioning.self) { $0[GetBucketVersioning.Input.bucket] = "bucket" }[
        GetBucketVersioning.Output.status]
    }
    #expect(try await status() == nil)
    #expect(try await house.putVersion("k", [1]) == nil)
    try await house.setVersioning("Enabled")
    #expect(try await status() == "Enabled")
    try await house.setVersioning("Suspended")
    #expect(try await status() == "Suspended")
    let error = await house.error(PutBucketVersioning.self) {
      $0[PutBucketVersioning.Input.bucket] = "bucket"
      $0[PutBucketVersioning.Input.versioningConfiguration] = Values()
    }
    #expect(error?.code == "IllegalVersioningConfigurationException")
    let mfa = await house.send(
      "PUT", "/bucket", query: "versioning",
      body: Array(
        "<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>".utf8
      ))
    #expect(mfa.status == 501)
  }

  /// What was there before is the null version, of which there is one.
  @Test func keepsTheNullVersionOnce() async throws {
    let house = try await s3House()
    try await house.put("k", [0])
    try await house.setVersioning("Enabled")
    let first = try #require(try await house.putVersion("k", [1]))
    #expect(first.utf8.count == 32)
    #expect(try await house.versions() == ["k \(first) *", "k null"])
    #expect(try await house.get("k") { $0[GetObject.Input.versionID] = "null" }.bytes == [0])
    try await house.setVersioning("Suspended")
    #expect(try await house.putVersion("k", [2]) == nil)
    #expect(try await house.versions() == ["k null *", "k \(first)"])
    #expect(try await house.get("k").bytes == [2])
    #expect(try await house.get("k") { $0[GetObject.Input.versionID] = first }.bytes == [1])
    // The marker takes the null version's place.
    let marker = try await house.delete("k")
    #expect(marker[DeleteObject.Output.versionID] == "null")
    #expect(marker[DeleteObject.Output.deleteMarker] == true)
    #expect(try await house.versions() == ["k \(first)", "-k null *"])
    _ = try await house.delete("k", version: "null")
    #expect(try await house.versions() == ["k \(first) *"])
    #expect(try await house.get("k").bytes == [1])
  }

  @Test func hidesBehindADeleteMarker() async throws {
    let house = try await s3House()
    try await house.setVersioning("Enabled")
    let first = try #require(try await house.putVersion("k", [1]))
    let marker = try await house.delete("k")
    let id = try #require(marker[DeleteObject.Output.versionID])
    let plain = await house.send("GET", "/bucket/k")
    #expect(plain.status == 404)
    #expect(plain.fields["x-amz-delete-marker"] == "true")
    #expect(plain.fields["x-amz-version-id"] == id)
    let named = await house.send("GET", "/bucket/k", query: "versionId=\(id)")
    #expect(named.status == 405)
    #expect(named.fields["x-amz-delete-marker"] == "true")
    #expect(String(decoding: named.body, as: UTF8.self).contains("<ResourceType>DeleteMarker</ResourceType>"))
    #expect(try await house.get("k") { $0[GetObject.Input.versionID] = first }.bytes == [1])
    let unknown = await house.send("GET", "/bucket/k", query: "versionId=\(String(id.reversed()))")
    #expect(unknown.status == 404)
    #expect(String(decoding: unknown.body, as: UTF8.self).contains("<Code>NoSuchVersion</Code>"))
    #expect(await house.send("GET", "/bucket/k", query: "versionId=x").status == 400)
    let gone = try await house.delete("k", version: id)
    #expect(gone[DeleteObject.Output.deleteMarker] == true)
    #expect(try await house.get("k").output[GetObject.Output.versionID] == first)
    #expect(await house.error(DeleteBucket.self) { $0[DeleteBucket.Input.bucket] = "bucket" }?.code == "BucketNotEmpty")
  }
}

@Suite struct ListObjectVersionsTests {
  @Test(arguments: [1, 2, 3, 1000] as [Int32])
  func pagesInTheOrderOfKeysAndAge(_ size: Int32) async throws {
    let house = try await s3House()
    try await house.setVersioning("Enabled")
    var expected: [String: [String]] = [:]
    for round in 0..<3 {
      for key in ["a", "b/1", "b/2", "c"] {
        let version = try #require(try await house.putVersion(key, [UInt8(round)]))
        expected[key, default: []].insert("\(key) \(version)", at: 0)
      }
    }
    for key in expected.keys { expected[key]?[0] += " *" }
    let all = ["a", "b/1", "b/2", "c"].flatMap { expected[$0] ?? [] }
    #expect(try await house.versions(pageSize: size) == all)
    let grouped = try await house.versions(pageSize: size) { $0[ListObjectVersions.Input.delimiter] = "/" }
    #expect(grouped.sorted() == ((expected["a"] ?? []) + ["b/"] + (expected["c"] ?? [])).sorted())
    #expect(
      try await house.versions(pageSize: size) { $0[ListObjectVersions.Input.prefix] = "b/2" } == expected["b/2"])
  }
}
