import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct RestoreObjectTests {
  private let day: Int64 = 86_400_000

  private func restore(_ house: TestHouse, _ key: String, _ inner: String) async -> (status: Int, text: String) {
    let answer = await house.send(
      "POST", "/bucket/\(key)", query: "restore", body: Array("<RestoreRequest>\(inner)</RestoreRequest>".utf8))
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  @Test(arguments: ["GLACIER", "DEEP_ARCHIVE"])
  func archivedBytesAreReadableForSomeDays(storageClass: String) async throws {
    let house = try await s3House()
    try await house.put("k", [1, 2, 3]) { $0[PutObject.Input.storageClass] = storageClass }
    let refused = await house.send("GET", "/bucket/k")
    #expect(refused.status == 403)
    let text = String(decoding: refused.body, as: UTF8.self)
    #expect(text.contains("<Code>InvalidObjectState</Code>"))
    #expect(text.contains("<StorageClass>\(storageClass)</StorageClass>"))
    // The head can be read.
    let head = await house.send("HEAD", "/bucket/k")
    #expect(head.status == 200)
    #expect(head.fields["x-amz-storage-class"] == storageClass)
    #expect(head.fields["x-amz-restore"] == nil)

    #expect(await restore(house, "k", "<Days>2</Days>").status == 202)
    #expect(await house.send("GET", "/bucket/k").body == [1, 2, 3])
    let restored = await house.send("HEAD", "/bucket/k").fields["x-amz-restore"]
    #expect(restored?.hasPrefix("ongoing-request=\"false\", expiry-date=\"") == true)
    #expect(restored?.hasSuffix(" 00:00:00 GMT\"") == true)
    // Once more: there is a copy, whose end moves.
    #expect(await restore(house, "k", "<Days>5</Days>").status == 200)
    #expect(await house.send("HEAD", "/bucket/k").fields["x-amz-restore"] != restored)

    await house.advance(milliseconds: 4 * day)
    #expect(await house.send("GET", "/bucket/k").status == 200)
    await house.advance(milliseconds: 3 * day)
    #expect(await house.send("GET", "/bucket/k").status == 403)
    #expect(await house.send("HEAD", "/bucket/k").fields["x-amz-restore"] == nil)
  }

  @Test func refusesWhatAWSRefuses() async throws {
    let house = try await s3House()
    try await house.put("plain", [1])
    try await house.put("deep", [1]) { $0[PutObject.Input.storageClass] = "DEEP_ARCHIVE" }
    let plain = await restore(house, "plain", "<Days>1</Days>")
    #expect(plain.status == 403)
    #expect(
      plain.text.contains("Restore is not allowed for the object&apos;s current storage class")
        || plain.text.contains("Restore is not allowed for the object's current storage class"))
    let tier = await restore(
      house, "deep", "<Days>1</Days><GlacierJobParameters><Tier>Expedited</Tier></GlacierJobParameters>")
    #expect(tier.status == 400)
    #expect(tier.text.contains("Retrieval option is not supported by this storage class"))
    #expect(await restore(house, "deep", "").text.contains("<Code>MalformedXML</Code>"))
    #expect(await restore(house, "deep", "<Days>0</Days>").text.contains("<Code>MalformedXML</Code>"))
    #expect(await restore(house, "none", "<Days>1</Days>").status == 404)
    let select = await restore(house, "deep", "<Type>SELECT</Type>")
    #expect(select.status == 501)
    #expect(select.text.contains("RestoreRequest.Type"))
    // A bulk one is done.
    let bulk = "<Days>1</Days><GlacierJobParameters><Tier>Bulk</Tier></GlacierJobParameters>"
    #expect(await restore(house, "deep", bulk).status == 202)
  }

  @Test func targetsAreToldOfTheBeginningAndTheEnd() async throws {
    let targets = RememberedTargets()
    let house = try await notifyingHouse(targets)
    let document =
      "<NotificationConfiguration><CloudFunctionConfiguration><Id>c</Id><CloudFunction>\(functionARN)</CloudFunction>"
      + "<Event>s3:ObjectRestore:*</Event></CloudFunctionConfiguration></NotificationConfiguration>"
    #expect(await house.configure("notification", document).status == 200)
    for key in ["ends", "extended", "overwritten"] {
      try await house.put(key, [1, 2]) { $0[PutObject.Input.storageClass] = "GLACIER" }
      #expect(await restore(house, key, "<Days>1</Days>").status == 202)
    }
    #expect(await restore(house, "extended", "<Days>9</Days>").status == 200)
    try await house.put("overwritten", [3])
    _ = try await targets.wait(for: 7)
    await house.advance(milliseconds: 2 * day)
    let events = try await targets.wait(for: 8)
    let told = try events.map { event in
      let record = try #require(JSONValue.parse(event.message)["Records"]?.array?[0])
      return "\(record["eventName"]?.string ?? "") \(record["s3"]?["object"]?["key"]?.string ?? "")"
    }
    #expect(
      told.sorted() == [
        "ObjectRestore:Completed ends", "ObjectRestore:Completed extended", "ObjectRestore:Completed overwritten",
        "ObjectRestore:Delete ends", "ObjectRestore:Post ends", "ObjectRestore:Post extended",
        "ObjectRestore:Post extended", "ObjectRestore:Post overwritten",
      ])
    await house.advance(milliseconds: 9 * day)
    let last = try #require(try await targets.wait(for: 9).last)
    let record = try #require(JSONValue.parse(last.message)["Records"]?.array?[0])
    #expect(record["eventName"]?.string == "ObjectRestore:Delete")
    #expect(record["s3"]?["object"]?["key"]?.string == "extended")
    #expect(record["s3"]?["object"]?["size"]?.int == 2)
    // Only a completion tells of the archive.
    #expect(record["glacierEventData"] == nil)
  }

  @Test func listingsTellOfIt() async throws {
    let house = try await s3House()
    try await house.put("archived", [1]) { $0[PutObject.Input.storageClass] = "GLACIER" }
    try await house.put("plain", [1])
    try await house.put("restored", [1]) { $0[PutObject.Input.storageClass] = "GLACIER" }
    #expect(await restore(house, "restored", "<Days>1</Days>").status == 202)
    for query in ["list-type=2", "", "versions"] {
      let asked = await house.send(
        "GET", "/bucket", query: query, fields: [("x-amz-optional-object-attributes", "RestoreStatus")])
      let text = String(decoding: asked.body, as: UTF8.self)
      #expect(text.split(separator: "<IsRestoreInProgress>false</IsRestoreInProgress>").count == 3)
      #expect(text.split(separator: "<RestoreExpiryDate>").count == 2)
      let plain = await house.send("GET", "/bucket", query: query)
      #expect(!String(decoding: plain.body, as: UTF8.self).contains("RestoreStatus"))
    }
  }
}
