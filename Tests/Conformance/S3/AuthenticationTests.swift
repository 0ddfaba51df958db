import Protocols
import Runtime
import Storage
import Support
import Testing

@testable import S3

/// `--auth verify` at the door of S3: what is signed right passes, what is not answers as S3 does.
@Suite struct AuthenticationTests {
  private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

  /// Its clock stands: how far a signature's time is off must not depend on the machine's speed.
  private static func house() async throws -> TestHouse {
    var configuration = Configuration()
    configuration.verifiesSignatures = true
    let caller = Caller(accessKey: "AKID", arn: "arn:aws:iam::111111111111:root", account: "111111111111")
    let blobs = try BlobStore(folder: nil, isDurable: false)
    let house = try TestHouse(
      configuration: configuration, keys: ["AKID": KnownKey(caller: caller, secret: secret)]
    ) { [try S3Service($0, blobs, $1)] }
    await house.onLoop { house.clock.freeze() }
    return house
  }

  private static func signed(
    _ house: TestHouse, _ method: String, _ path: String, body: [UInt8] = [], key: String = "AKID",
    secret: String = AuthenticationTests.secret, apart: Int64 = 0, tamper: (inout HTTPRequestHead) -> Void = { _ in },
    sent: [UInt8]? = nil
  ) async -> (status: Int, fields: HTTPFields, body: String) {
    var head = HTTPRequestHead(
      method: method, path: path, fields: HTTPFields([.init(name: "Host", value: "127.0.0.1:4566")]),
      contentLength: body.count)
    let now = await house.onLoop { house.clock.now }
    SignatureV4.sign(
      &head, body: body, accessKey: key, secret: secret, region: "us-east-1", service: "s3",
      time: now.adding(seconds: apart), keys: SigningKeys())
    tamper(&head)
    let answer = await house.send(
      head.method, head.path, query: head.query, fields: head.fields.all.map { ($0.name, $0.value) }, body: sent ?? body
    )
    return (answer.status, answer.fields, String(decoding: answer.body, as: UTF8.self))
  }

  @Test func takesWhatIsSignedAndNothingElse() async throws {
    let house = try await Self.house()
    #expect(await Self.signed(house, "PUT", "/bkt").status == 200)
    #expect(await Self.signed(house, "PUT", "/bkt/a%20key", body: [1, 2, 3]).status == 200)
    #expect(await Self.signed(house, "GET", "/bkt/a%20key").status == 200)

    let unknown = await Self.signed(house, "GET", "/bkt", key: "AKOTHER")
    #expect(unknown.status == 403)
    #expect(unknown.body.contains("<Code>InvalidAccessKeyId</Code>"))
    #expect(unknown.body.contains("<AWSAccessKeyId>AKOTHER</AWSAccessKeyId>"))
    let wrong = await Self.signed(house, "GET", "/bkt", secret: "other")
    #expect(wrong.status == 403)
    #expect(wrong.body.contains("<Code>SignatureDoesNotMatch</Code>"))
    #expect(wrong.body.contains("<CanonicalRequest>GET\n/bkt\n"))
    #expect(wrong.body.contains("<StringToSign>AWS4-HMAC-SHA256\n"))
    for apart in [-901, 901] as [Int64] {
      let late = await Self.signed(house, "GET", "/bkt", apart: apart)
      #expect(late.status == 403)
      #expect(late.body.contains("<Code>RequestTimeTooSkewed</Code>"))
    }
    let body = await Self.signed(house, "PUT", "/bkt/k", body: [1, 2, 3], sent: [1, 2, 4])
    #expect(body.status == 400)
    #expect(body.body.contains("<Code>XAmzContentSHA256Mismatch</Code>"))
    let added = await Self.signed(
      house, "PUT", "/bkt/k", body: [1], tamper: { $0.fields.add("x-amz-acl", "public-read") })
    #expect(added.body.contains("<HeadersNotSigned>x-amz-acl</HeadersNotSigned>"))
    let path = await Self.signed(house, "GET", "/bkt/k", tamper: { $0.path = "/bkt/l" })
    #expect(path.body.contains("<Code>SignatureDoesNotMatch</Code>"))
    let other = await house.send("GET", "/bkt/k", fields: [("Authorization", "Basic YTpi")])
    #expect(other.status == 400)
  }

  @Test func checksPresignedAddresses() async throws {
    let house = try await Self.house()
    #expect(await Self.signed(house, "PUT", "/bkt").status == 200)
    #expect(await Self.signed(house, "PUT", "/bkt/k", body: [7]).status == 200)
    let now = await house.onLoop { house.clock.now }
    var head = HTTPRequestHead(
      method: "GET", path: "/bkt/k", fields: HTTPFields([.init(name: "Host", value: "127.0.0.1:4566")]))
    SignatureV4.presign(
      &head, expires: 60, accessKey: "AKID", secret: Self.secret, region: "us-east-1", service: "s3", time: now,
      keys: SigningKeys())
    let answer = await house.send("GET", "/bkt/k", query: head.query)
    #expect(answer.status == 200)
    #expect(answer.body == [7])
    #expect(await house.send("GET", "/bkt/l", query: head.query).status == 403)
    #expect(await house.send("DELETE", "/bkt/k", query: head.query).status == 403)
    await house.advance(milliseconds: 61_000)
    let expired = await house.send("GET", "/bkt/k", query: head.query)
    #expect(expired.status == 403)
    #expect(String(decoding: expired.body, as: UTF8.self).contains("<Message>Request has expired</Message>"))
  }

  /// Each chunk's signature hangs on the one before it.
  @Test(arguments: [100, 400_000])
  func checksSignedChunks(_ size: Int) async throws {
    let house = try await Self.house()
    #expect(await Self.signed(house, "PUT", "/bkt").status == 200)
    let body = pattern(size)
    func put(spoil: Int?) async -> (status: Int, body: String) {
      let now = await house.onLoop { house.clock.now }
      let kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
      var head = HTTPRequestHead(method: "PUT", path: "/bkt/chunked")
      head.fields.add("Host", "127.0.0.1:4566")
      head.fields.add("x-amz-content-sha256", kind)
      head.fields.add("x-amz-date", now.basicISO8601)
      head.fields.add("x-amz-decoded-content-length", "\(size)")
      head.fields.add("Content-Encoding", "aws-chunked")
      let names = ["content-encoding", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-decoded-content-length"]
      let scope = SigningScope(now, region: "us-east-1", service: "s3")
      let key = SigningKeys.derive(secret: Self.secret, scope: scope)
      let canonical = CanonicalRequest(
        method: "PUT", path: "/bkt/chunked", query: "", fields: head.fields, signedHeaders: names, payload: kind,
        rule: .s3)
      let seed = SignatureV4.sign(SignatureV4.stringToSign(canonical, time: now, scope: scope), key: key)
      head.fields.add(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKID/\(scope.text),SignedHeaders=\(names.joined(separator: ";")),Signature=\(seed)"
      )
      var signatures = ChunkSignatures(seed: seed, time: now, scope: scope, key: key)
      var sent: [UInt8] = []
      var rest = body[...]
      while true {
        let chunk = Array(rest.prefix(65_536))
        rest = rest.dropFirst(chunk.count)
        let signature = signatures.chunk(hash: Hex.encode(SHA256.hash(chunk)))
        sent += Array("\(String(chunk.count, radix: 16));chunk-signature=\(signature)\r\n".utf8) + chunk
        sent += Array("\r\n".utf8)
        if chunk.isEmpty { break }
      }
      if let spoil { sent[spoil] ^= 1 }
      let answer = await house.send(
        "PUT", "/bkt/chunked", fields: head.fields.all.map { ($0.name, $0.value) }, body: sent)
      return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }
    #expect(await put(spoil: nil).status == 200)
    let spoiled = await put(spoil: 90)
    #expect(spoiled.status == 403)
    #expect(spoiled.body.contains("<Code>SignatureDoesNotMatch</Code>"))
  }
}
