import Protocols
import Runtime
import Support
import Testing

@testable import S3

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

  @Test func onTheWire() async throws {
    let house = try await s3House()
    let etag = try await house.put("a b", [1, 2, 3])
    try await house.setVersioning("Enabled")
    let marker = try #require(try await house.delete("a b")[DeleteObject.Output.versionID])
    let answer = await house.s3("GET", "/bucket?versions&encoding-type=url")
    #expect(answer.status == 200)
    let times = answer.text.matches(of: /<LastModified>([^<]*)<\/LastModified>/).map { String($0.1) }
    try #require(times.count == 2)
    let owner = "<Owner><ID>\(ownerID)</ID></Owner>"
    let version = try #require(answer.element("Version"))
    #expect(
      version == """
        <ETag>\(etag)</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
        <ChecksumType>FULL_OBJECT</ChecksumType><Size>3</Size><StorageClass>STANDARD</StorageClass><Key>a+b</Key>\
        <VersionId>null</VersionId><IsLatest>false</IsLatest><LastModified>\(times[0])</LastModified>\(owner)
        """)
    let deleted = try #require(answer.element("DeleteMarker"))
    #expect(
      deleted == """
        \(owner)<Key>a+b</Key><VersionId>\(marker)</VersionId><IsLatest>true</IsLatest>\
        <LastModified>\(times[1])</LastModified>
        """)
    for (name, value) in [
      ("Name", "bucket"), ("Prefix", ""), ("KeyMarker", ""), ("VersionIdMarker", ""), ("MaxKeys", "1000"),
      ("IsTruncated", "false"), ("EncodingType", "url"),
    ] { #expect((answer.element(name) ?? "") == value, "\(name)") }
  }

  @Test func refusals() async throws {
    let house = try await s3House()
    let alone = await house.s3("GET", "/bucket?versions&version-id-marker=null")
    #expect(alone.status == 400)
    #expect(
      alone.error == """
        <Code>InvalidArgument</Code><Message>A version-id marker cannot be specified without a key marker.</Message>\
        <ArgumentName>version-id-marker</ArgumentName><ArgumentValue>null</ArgumentValue>
        """)
    let empty = await house.s3("GET", "/bucket?versions&key-marker=k&version-id-marker=")
    #expect(empty.element("Message") == "A version-id marker cannot be empty.")
    let unknown = await house.s3("GET", "/bucket?versions&key-marker=k&version-id-marker=x")
    #expect(unknown.element("Message") == "Invalid version id specified")
    for size in ["-1", "x"] {
      #expect(await house.s3("GET", "/bucket?versions&max-keys=\(size)").element("ArgumentName") == "max-keys")
    }
    #expect(await house.s3("GET", "/bucket?versions&encoding-type=x").element("ArgumentName") == "encoding-type")
    #expect(await house.s3("GET", "/nowhere?versions").error == noSuchBucket("nowhere"))
  }
}
