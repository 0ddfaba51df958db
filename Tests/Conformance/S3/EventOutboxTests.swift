import Glibc
import Protocols
import Runtime
import Storage
import Support
import Testing

@testable import S3

/// What happens to objects is told after its commit, at least once.
@Suite struct EventOutboxTests {
  private let document =
    "<NotificationConfiguration><CloudFunctionConfiguration><Id>c</Id><CloudFunction>\(functionARN)</CloudFunction>"
    + "<Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event><Event>s3:ObjectTagging:*</Event>"
    + "<Filter><S3Key><FilterRule><Name>prefix</Name><Value>in/</Value></FilterRule></S3Key></Filter>"
    + "</CloudFunctionConfiguration></NotificationConfiguration>"

  private func names(_ events: [(target: String, message: String)]) throws -> [String] {
    try events.map { try JSONValue.parse($0.message)["Records"]?.array?[0]["eventName"]?.string ?? "" }
  }

  @Test func everyKindOfChangeIsTold() async throws {
    let targets = RememberedTargets()
    let house = try await notifyingHouse(targets)
    #expect(await house.configure("notification", document).status == 200)
    try await house.put("out/a")
    try await house.put("in/a b", [1, 2])
    _ = try await house.call(CopyObject.self) {
      $0[CopyObject.Input.bucket] = "bucket"
      $0[CopyObject.Input.key] = "in/copy"
      $0[CopyObject.Input.copySource] = "bucket/in/a%20b"
    }
    let upload = try await house.upload("in/parts", [[1]])
    _ = try await house.call(CompleteMultipartUpload.self) {
      $0[CompleteMultipartUpload.Input.bucket] = "bucket"
      $0[CompleteMultipartUpload.Input.key] = "in/parts"
      $0[CompleteMultipartUpload.Input.uploadID] = upload.id
      $0[CompleteMultipartUpload.Input.multipartUpload] = .with {
        $0[CompletedMultipartUpload.parts] = upload.parts
      }
    }
    let tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"
    #expect(await house.send("PUT", "/bucket/in/copy", query: "tagging", body: Array(tags.utf8)).status == 200)
    #expect(await house.send("DELETE", "/bucket/in/copy", query: "tagging").status == 204)
    #expect(await house.send("DELETE", "/bucket/in/copy").status == 204)
    _ = await house.send(
      "PUT", "/bucket", query: "versioning",
      body: Array("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>".utf8))
    #expect(await house.send("DELETE", "/bucket/in/parts").status == 204)

    let events = try await targets.wait(for: 7)
    #expect(
      try names(events) == [
        "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload", "ObjectTagging:Put",
        "ObjectTagging:Delete", "ObjectRemoved:Delete", "ObjectRemoved:DeleteMarkerCreated",
      ])
    let record = try #require(JSONValue.parse(events[0].message)["Records"]?.array?[0])
    #expect(record["s3"]?["object"]?["key"]?.string == "in/a+b")
    #expect(record["s3"]?["object"]?["size"]?.int == 2)
    #expect(record["s3"]?["configurationId"]?.string == "c")
    #expect(record["eventVersion"]?.string == "2.1")
    let sequencers = try [events[0], events[1]].map {
      try JSONValue.parse($0.message)["Records"]?.array?[0]["s3"]?["object"]?["sequencer"]?.string ?? ""
    }
    #expect(sequencers[0] < sequencers[1])
  }

  @Test func aTargetThatIsBusyIsAskedAgain() async throws {
    let targets = RememberedTargets()
    let house = try await notifyingHouse(targets)
    #expect(await house.configure("notification", document).status == 200)
    targets.failNext(2)
    try await house.put("in/a")
    // Its time comes by the emulator's clock.
    while targets.events.isEmpty {
      await house.advance(milliseconds: 5000)
      await Task.yield()
    }
    #expect(targets.events.count == 1)
  }

  @Test func whatWasCommittedIsToldAfterARestart() async throws {
    let path = "\(#filePath).\(UInt64.random(in: 0...UInt64.max)).sqlite"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    let busy = RememberedTargets()
    let first = try await notifyingHouse(busy, path: path)
    #expect(await first.configure("notification", document).status == 200)
    busy.failNext(1_000_000)
    try await first.put("in/a")
    await first.stop()
    #expect(busy.events.isEmpty)
    let targets = RememberedTargets()
    let second = try await notifyingHouse(targets, path: path)
    while targets.events.isEmpty {
      await second.advance(milliseconds: 5000)
      await Task.yield()
    }
    #expect(try names(targets.events) == ["ObjectCreated:Put"])
    await second.stop()
  }
}
