import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct DeleteObjectsTests {
  @Test func deletesEachAlone() async throws {
    let house = try await s3House()
    try await house.put("a")
    try await house.put("b")
    let body = Array(
      "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key><ETag>\"x\"</ETag></Object></Delete>".utf8)
    let right = [("Content-MD5", Base64.encode(MD5.hash(body)))]
    let answer = await house.send("POST", "/bucket", query: "delete", fields: right, body: body)
    #expect(answer.status == 200)
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(text.contains("<Deleted><Key>a</Key></Deleted>"))
    #expect(text.contains("<Error><Key>b</Key><Code>PreconditionFailed</Code>"))
    #expect(await house.send("HEAD", "/bucket/a").status == 404)
    #expect(await house.send("HEAD", "/bucket/b").status == 200)
    // The hash of the document is asked for, and checked.
    #expect(await house.send("POST", "/bucket", query: "delete", body: body).status == 400)
    let wrong = [("Content-MD5", Base64.encode(MD5.hash([])))]
    let bad = await house.send("POST", "/bucket", query: "delete", fields: wrong, body: body)
    #expect(String(decoding: bad.body, as: UTF8.self).contains("<Code>BadDigest</Code>"))
  }

  @Test(arguments: ["", "<Delete/>", "<Delete><Object/></Delete>", "<Delete><Object><Key>a</Key>"])
  func refusesBrokenDocuments(_ text: String) async throws {
    let house = try await s3House()
    let body = Array(text.utf8)
    let answer = await house.send(
      "POST", "/bucket", query: "delete", fields: [("Content-MD5", Base64.encode(MD5.hash(body)))], body: body)
    #expect(answer.status == 400)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("<Code>MalformedXML</Code>"))
  }
}
