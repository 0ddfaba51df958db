import Protocols
import Runtime
import Support
import Testing

@testable import S3

/// Rules act when the emulator's clock has come to their time.
@Suite struct LifecycleWorkerTests {
  private let day: Int64 = 86_400_000

  private func rules(_ inner: String) -> String {
    "<LifecycleConfiguration><Rule><ID>r</ID><Filter><Prefix>p/</Prefix></Filter><Status>Enabled</Status>\(inner)</Rule>"
      + "</LifecycleConfiguration>"
  }

  private func until(_ holds: () async throws -> Bool) async throws {
    while try await !holds() { await Task.yield() }
  }

  @Test func objectsExpireAtTheirMidnight() async throws {
    let house = try await s3House()
    try await house.put("p/a", [1])
    try await house.put("q/a", [1])
    #expect(await house.configure("lifecycle", rules("<Expiration><Days>2</Days></Expiration>")).status == 200)
    let head = await house.send("HEAD", "/bucket/p/a")
    #expect(head.fields["x-amz-expiration"]?.hasSuffix("rule-id=\"r\"") == true)
    #expect(await house.send("HEAD", "/bucket/q/a").fields["x-amz-expiration"] == nil)
    await house.advance(milliseconds: 3 * day)
    try await until { await house.send("HEAD", "/bucket/p/a").status == 404 }
    #expect(await house.send("HEAD", "/bucket/q/a").status == 200)
  }

  @Test func versionsAreCoveredThenExpireThenTheirMarkerGoes() async throws {
    let house = try await s3House()
    _ = await house.send(
      "PUT", "/bucket", query: "versioning",
      body: Array("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".utf8))
    for number in 0..<3 { try await house.put("p/a", [UInt8(number)]) }
    let document = rules(
      "<Expiration><Days>1</Days></Expiration><NoncurrentVersionExpiration><NoncurrentDays>5</NoncurrentDays>"
        + "<NewerNoncurrentVersions>1</NewerNoncurrentVersions></NoncurrentVersionExpiration>")
    #expect(await house.configure("lifecycle", document).status == 200)
    func versions() async -> (objects: Int, markers: Int) {
      let text = String(decoding: await house.send("GET", "/bucket", query: "versions").body, as: UTF8.self)
      return (text.split(separator: "<Version>").count - 1, text.split(separator: "<DeleteMarker>").count - 1)
    }
    await house.advance(milliseconds: 2 * day)
    try await until { await versions() == (3, 1) }
    // One noncurrent version is kept whatever its age.
    await house.advance(milliseconds: 7 * day)
    try await until { await versions() == (1, 1) }
  }

  @Test func aMarkerThatStandsAloneGoes() async throws {
    let house = try await s3House()
    _ = await house.send(
      "PUT", "/bucket", query: "versioning",
      body: Array("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".utf8))
    #expect(await house.send("DELETE", "/bucket/p/a").status == 204)
    let document = rules(
      "<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>")
    #expect(await house.configure("lifecycle", document).status == 200)
    try await until {
      !String(decoding: await house.send("GET", "/bucket", query: "versions").body, as: UTF8.self)
        .contains("<DeleteMarker>")
    }
  }

  @Test func objectsMoveAndUploadsAreAborted() async throws {
    let house = try await s3House()
    try await house.put("p/a", pattern(200_000))
    _ = try await house.upload("p/open", [[1]])
    let document = rules(
      "<Transition><Days>0</Days><StorageClass>GLACIER_IR</StorageClass></Transition>"
        + "<AbortIncompleteMultipartUpload><DaysAfterInitiation>1</DaysAfterInitiation>"
        + "</AbortIncompleteMultipartUpload>")
    #expect(await house.configure("lifecycle", document).status == 200)
    await house.advance(milliseconds: 2 * day)
    try await until { await house.send("HEAD", "/bucket/p/a").fields["x-amz-storage-class"] == "GLACIER_IR" }
    try await until {
      !String(decoding: await house.send("GET", "/bucket", query: "uploads").body, as: UTF8.self)
        .contains("<Upload>")
    }
  }
}
