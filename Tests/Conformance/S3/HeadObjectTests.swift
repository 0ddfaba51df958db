import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct HeadObjectTests {
  /// What GetObject would tell, field for field.
  @Test func tellsWhatGetObjectWould() async throws {
    let house = try await s3House()
    let written = [
      ("Content-Type", "text/x"), ("Content-Language", "gl"), ("Content-Disposition", "inline"), ("Expires", "never"),
      ("x-amz-meta-colour", "blue"), ("x-amz-website-redirect-location", "/there"),
      ("x-amz-storage-class", "ONEZONE_IA"),
      ("x-amz-tagging", "a=1&b=2"),
    ]
    let etag = await house.s3("PUT", "/bucket/k", "abc", fields: written).fields["ETag"] ?? ""
    let mode = [("x-amz-checksum-mode", "ENABLED")]
    let head = await house.s3("HEAD", "/bucket/k", fields: mode)
    #expect(head.status == 200 && head.text.isEmpty)
    for (name, value) in written where name != "x-amz-tagging" { #expect(head.fields[name] == value, "\(name)") }
    for (name, value) in [
      ("ETag", etag), ("Content-Length", "3"), ("accept-ranges", "bytes"), ("x-amz-tagging-count", "2"),
      ("x-amz-server-side-encryption", "AES256"), ("x-amz-checksum-type", "FULL_OBJECT"),
    ] { #expect(head.fields[name] == value, "\(name)") }
    let get = await house.s3("GET", "/bucket/k", fields: mode)
    for field in get.fields.all where !["x-amz-request-id", "x-amz-id-2"].contains(field.name.lowercased()) {
      #expect(head.fields[field.name] == field.value, "\(field.name)")
    }
  }

  @Test func ofARangeAndOfAPart() async throws {
    let house = try await s3House()
    try await house.put("k", pattern(1000))
    let range = await house.s3("HEAD", "/bucket/k", fields: [("Range", "bytes=10-19")])
    #expect(range.status == 206)
    #expect(range.fields["Content-Range"] == "bytes 10-19/1000" && range.fields["Content-Length"] == "10")
    let beyond = await house.s3("HEAD", "/bucket/k", fields: [("Range", "bytes=1000-")])
    #expect(beyond.status == 416 && beyond.text.isEmpty)
    // What came in one piece is its own part 1, and has no other.
    #expect(await house.s3("HEAD", "/bucket/k?partNumber=1").fields["Content-Length"] == "1000")
    #expect(await house.s3("HEAD", "/bucket/k?partNumber=2").status == 416)
  }

  @Test func keepsConditions() async throws {
    let house = try await s3House()
    let etag = try await house.put("k", [1])
    let modified = await house.s3("HEAD", "/bucket/k").fields["Last-Modified"] ?? ""
    for (field, value, status) in [
      ("If-Match", etag, 200), ("If-Match", "\"x\"", 412), ("If-None-Match", etag, 304),
      ("If-None-Match", "\"x\"", 200),
      ("If-Modified-Since", modified, 304), ("If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT", 412),
    ] {
      let answer = await house.s3("HEAD", "/bucket/k", fields: [(field, value)])
      #expect(answer.status == status && answer.text.isEmpty, "\(field): \(value)")
    }
  }

  /// A HEAD has no body to tell an error in; of a delete marker the fields tell.
  @Test func errorsHaveNoBody() async throws {
    let house = try await s3House()
    for target in ["/bucket/none", "/nowhere/k"] {
      let missing = await house.s3("HEAD", target)
      #expect(missing.status == 404 && missing.text.isEmpty)
    }
    try await house.setVersioning("Enabled")
    try await house.put("k")
    let marker = try await house.delete("k")[DeleteObject.Output.versionID] ?? ""
    let hidden = await house.s3("HEAD", "/bucket/k")
    #expect(hidden.status == 404 && hidden.text.isEmpty && hidden.fields["x-amz-delete-marker"] == "true")
    let named = await house.s3("HEAD", "/bucket/k?versionId=\(marker)")
    #expect(named.status == 405 && named.text.isEmpty && named.fields["x-amz-delete-marker"] == "true")
    #expect(named.fields["x-amz-version-id"] == marker && named.fields["Last-Modified"] != nil)
  }

  @Test func overridesWhatIsTold() async throws {
    let house = try await s3House()
    try await house.put("k")
    let answer = await house.s3("HEAD", "/bucket/k?response-content-type=text/y&response-cache-control=no-cache")
    #expect(answer.fields["Content-Type"] == "text/y" && answer.fields["Cache-Control"] == "no-cache")
  }
}
