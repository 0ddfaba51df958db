import Protocols
import Support
import Testing

@testable import S3

@Suite struct PostObjectTests {
  private func form(_ fields: [(String, String)], file: String?, filename: String = "f.txt") -> [UInt8] {
    var text = ""
    for (name, value) in fields {
      text += "--B\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    if let file {
      text += "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(filename)\"\r\n\r\n\(file)\r\n"
    }
    return Array((text + "--B--\r\n").utf8)
  }

  private func post(
    _ house: TestHouse, _ fields: [(String, String)], file: String? = "body"
  ) async -> (status: Int, fields: HTTPFields, text: String) {
    let answer = await house.send(
      "POST", "/bucket", fields: [("Content-Type", "multipart/form-data; boundary=B")],
      body: form(fields, file: file))
    return (answer.status, answer.fields, String(decoding: answer.body, as: UTF8.self))
  }

  private func policy(_ conditions: String, expiration: String = "2099-01-01T00:00:00Z") -> [(String, String)] {
    let text = "{\"expiration\":\"\(expiration)\",\"conditions\":[{\"bucket\":\"bucket\"},\(conditions)]}"
    return [
      ("policy", Base64.encode(Array(text.utf8))), ("x-amz-algorithm", "AWS4-HMAC-SHA256"),
      ("x-amz-credential", "c"), ("x-amz-date", "d"), ("x-amz-signature", "s"),
    ]
  }
  private let signed =
    "[\"starts-with\",\"$x-amz-algorithm\",\"\"],[\"starts-with\",\"$x-amz-credential\",\"\"],"
    + "[\"starts-with\",\"$x-amz-date\",\"\"]"

  @Test func keepsWhatTheFormSays() async throws {
    let house = try await s3House()
    let tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"
    let answer = await post(
      house,
      [
        ("key", "up/${filename}"), ("Content-Type", "text/plain"), ("x-amz-meta-a", "1"),
        ("x-amz-storage-class", "STANDARD_IA"), ("tagging", tags), ("success_action_status", "201"),
      ])
    #expect(answer.status == 201)
    #expect(answer.text.contains("<Key>up/f.txt</Key>") && answer.text.contains("<Bucket>bucket</Bucket>"))
    let object = try await house.get("up/f.txt")
    #expect(object.bytes == Array("body".utf8))
    #expect(object.output[GetObject.Output.headers.contentType] == "text/plain")
    #expect(object.output[GetObject.Output.headers.metadata] == ["a": "1"])
    #expect(object.output[GetObject.Output.storageClass] == "STANDARD_IA")
    #expect(object.output[GetObject.Output.tagCount] == 1)
  }

  @Test func goesWhereTheFormAsks() async throws {
    let house = try await s3House()
    #expect(await post(house, [("key", "k")]).status == 204)
    let moved = await post(house, [("key", "k"), ("success_action_redirect", "http://x/y?z=1")])
    #expect(moved.status == 303)
    #expect(moved.fields["Location"]?.hasPrefix("http://x/y?z=1&bucket=bucket&key=k&etag=%22") == true)
  }

  @Test func thePolicyDecides() async throws {
    let house = try await s3House()
    let good = policy("\(signed),[\"starts-with\",\"$key\",\"up/\"],[\"content-length-range\",2,5]")
    #expect(await post(house, good + [("key", "up/a")]).status == 204)
    let cases: [([(String, String)], String?, String)] = [
      (good + [("key", "down/a")], "body", "Policy Condition failed: [\"starts-with\", \"$key\", \"up/\"]"),
      (good + [("key", "up/a"), ("x-amz-meta-a", "1")], "body", "Extra input fields: x-amz-meta-a"),
      (good + [("key", "up/a")], "bodies", "<Code>EntityTooLarge</Code>"),
      (good + [("key", "up/a")], "b", "<Code>EntityTooSmall</Code>"),
      (policy(signed, expiration: "2000-01-01T00:00:00Z") + [("key", "up/a")], "body", "Policy expired."),
      (good, "body", "must contain a field named 'key'"),
      (Array(good.dropLast()) + [("key", "up/a")], "body", "must contain a field named 'X-Amz-Signature'"),
      ([good[0], ("key", "up/a")], "body", "<Code>AccessDenied</Code>"),
      ([("policy", "e30=")] + good[1...] + [("key", "up/a")], "body", "Policy missing expiration."),
      ([("key", "up/a")], nil, "POST requires exactly one file upload per request."),
    ]
    for (fields, file, message) in cases {
      let answer = await post(house, fields, file: file)
      #expect(answer.text.replacing("&quot;", with: "\"").contains(message), "\(answer)")
    }
    #expect(
      await house.error(HeadObject.self) {
        $0[HeadObject.Input.bucket] = "bucket"
        $0[HeadObject.Input.key] = "down/a"
      } != nil)
  }

  @Test func anotherTypeOfBodyIsRefused() async throws {
    let house = try await s3House()
    let answer = await house.send("POST", "/bucket", fields: [("Content-Type", "text/plain")], body: [1])
    #expect(answer.status == 412)
  }
}
