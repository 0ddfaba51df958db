import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct GetObjectTests {
  @Test(arguments: [1000, 100_000])
  func answersARange(_ size: Int) async throws {
    let house = try await s3House()
    let bytes = pattern(size)
    try await house.put("k", bytes)
    let (output, found) = try await house.get("k") { $0[GetObject.Input.range] = "bytes=100-199" }
    #expect(found == Array(bytes[100..<200]))
    #expect(output[GetObject.Output.contentRange] == "bytes 100-199/\(size)")
    let answer = await house.send("GET", "/bucket/k", fields: [("Range", "bytes=-1")])
    #expect(answer.status == 206)
    #expect(await house.send("GET", "/bucket/k").status == 200)
    let beyond = await house.send("GET", "/bucket/k", fields: [("Range", "bytes=\(size)-")])
    #expect(beyond.status == 416)
    let text = String(decoding: beyond.body, as: UTF8.self)
    #expect(text.contains("<ActualObjectSize>\(size)</ActualObjectSize>"))
    #expect(text.contains("<RangeRequested>bytes=\(size)-</RangeRequested>"))
  }

  @Test func keepsConditions() async throws {
    let house = try await s3House()
    let etag = try await house.put("k", [1])
    let head = await house.send("HEAD", "/bucket/k")
    let modified = try #require(head.fields["Last-Modified"])
    for (field, value, status) in [
      ("If-Match", etag, 200), ("If-Match", "\"x\"", 412), ("If-None-Match", etag, 304),
      ("If-None-Match", "\"x\"", 200),
      ("If-Modified-Since", modified, 304), ("If-Unmodified-Since", modified, 200),
      ("If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT", 412),
    ] {
      #expect(await house.send("GET", "/bucket/k", fields: [(field, value)]).status == status, "\(field): \(value)")
    }
    let both = await house.send("GET", "/bucket/k", fields: [("If-None-Match", etag), ("If-Modified-Since", modified)])
    #expect(both.status == 304)
    #expect(both.fields["ETag"] == etag)
  }

  @Test func refusesWhatIsNotThere() async throws {
    let house = try await s3House()
    let missing = await house.send("GET", "/bucket/a%2Fb")
    #expect(missing.status == 404)
    #expect(String(decoding: missing.body, as: UTF8.self).contains("<Key>a/b</Key>"))
    #expect(await house.send("GET", "/bucket/k", query: "versionId=abc").status == 400)
  }

  @Test func overridesAreWhatAHeaderCanCarry() async throws {
    let house = try await s3House()
    try await house.put("k", [1])
    let right = await house.send("GET", "/bucket/k", query: "response-content-disposition=a%C3%A9b")
    #expect(right.status == 200)
    let wrong = await house.send("GET", "/bucket/k", query: "response-cache-control=%E2%80%94")
    #expect(wrong.status == 400)
    let text = String(decoding: wrong.body, as: UTF8.self)
    #expect(text.contains("<Message>Header value cannot be represented using ISO-8859-1.</Message>"))
    #expect(text.contains("<ArgumentName>response-cache-control</ArgumentName>"))
  }
}
