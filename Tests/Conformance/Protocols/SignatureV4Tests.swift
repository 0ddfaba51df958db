import Protocols
import Testing

@Suite struct SignatureV4Tests {
  /// Signs with the suite's key at the suite's time and gives the signature.
  private func signature(
    _ method: String, _ path: String, _ query: String = "", _ fields: [(String, String)] = [], body: String = "",
    service: String = "service"
  ) throws -> String {
    var head = HTTPRequestHead(method: method, path: path, query: query)
    head.fields.add("Host", "example.amazonaws.com")
    for (name, value) in fields { head.fields.add(name, value) }
    SignatureV4.sign(
      &head, body: Array(body.utf8), accessKey: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      region: "us-east-1", service: service, time: Timestamp(seconds: 1_440_938_160), keys: SigningKeys())
    return try #require(try SignatureV4(head)).signature
  }

  /// From the AWS Signature Version 4 test suite (aws-sig-v4-test-suite): the signatures of its `.authz` files.
  @Test func testSuite() throws {
    #expect(
      try signature("GET", "/") == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
    #expect(
      try signature("POST", "/") == "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
    #expect(
      try signature("GET", "/", "Param2=value2&Param1=value1")
        == "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")
    #expect(
      try signature("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        == "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")
    #expect(
      try signature("GET", "/example/..") == "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")
    #expect(
      try signature("GET", "//example//") == "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84")
    #expect(
      try signature("GET", "/", "", [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")])
        == "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")
    #expect(
      try signature(
        "POST", "/", "", [("Content-Type", "application/x-www-form-urlencoded")], body: "Param1=value1")
        == "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")
  }

  /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (the example of ListUsers).
  @Test func listUsers() throws {
    let scope = SigningScope(date: "20150830", region: "us-east-1", service: "iam")
    let key = SigningKeys.derive(secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope: scope)
    #expect(Hex.encode(key) == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9")
    var head = HTTPRequestHead(method: "GET", path: "/", query: "Action=ListUsers&Version=2010-05-08")
    head.fields = HTTPFields([
      .init(name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8"),
      .init(name: "Host", value: "iam.amazonaws.com"), .init(name: "X-Amz-Date", value: "20150830T123600Z"),
      .init(
        name: "Authorization",
        value: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
          + "SignedHeaders=content-type;host;x-amz-date, "
          + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
    ])
    let signed = try #require(try SignatureV4(head))
    #expect(signed.credential == SigningCredential(accessKey: "AKIDEXAMPLE", scope: scope))
    #expect(signed.signedHeaders == ["content-type", "host", "x-amz-date"])
    try signed.verify(head, payload: Hex.encode(SHA256.hash("")), key: key)
    try signed.checkTime(Timestamp(seconds: 1_440_938_160 + 900))
    #expect(
      throws: SignatureError.skewed(
        request: Timestamp(seconds: 1_440_938_160), server: Timestamp(seconds: 1_440_938_160 - 901))
    ) { try signed.checkTime(Timestamp(seconds: 1_440_938_160 - 901)) }
    // Whatever is signed may not change.
    for change in 0..<5 {
      var other = head
      var payload = Hex.encode(SHA256.hash(""))
      switch change {
      case 0: other.method = "POST"
      case 1: other.path = "/x"
      case 2: other.query = "Action=ListUsers&Version=2010-05-09"
      case 3: other.fields["Host"] = "sts.amazonaws.com"
      default: payload = Hex.encode(SHA256.hash("x"))
      }
      #expect(throws: SignatureError.self) { try signed.verify(other, payload: payload, key: key) }
    }
    var bare = head
    bare.fields["Content-Type"] = nil
    #expect(throws: SignatureError.missingSignedHeader("content-type")) {
      try signed.verify(bare, payload: Hex.encode(SHA256.hash("")), key: key)
    }
  }

  private static let s3Time = Timestamp(seconds: 1_369_353_600)
  private static let s3Scope = SigningScope(date: "20130524", region: "us-east-1", service: "s3")
  private static var s3Key: [UInt8] {
    SigningKeys.derive(secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope: s3Scope)
  }

  private func verifyS3(
    _ method: String, _ path: String, _ query: String, _ fields: [(String, String)], payload: String, signature: String
  ) throws {
    var head = HTTPRequestHead(method: method, path: path, query: query)
    head.fields.add("Host", "examplebucket.s3.amazonaws.com")
    head.fields.add("x-amz-date", "20130524T000000Z")
    head.fields.add("x-amz-content-sha256", payload)
    for (name, value) in fields { head.fields.add(name, value) }
    let names = head.fields.all.map { $0.name.lowercased() }.sorted().joined(separator: ";")
    head.fields.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=\(names),Signature=\(signature)"
    )
    try #require(try SignatureV4(head)).verify(head, payload: payload, key: SignatureV4Tests.s3Key)
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (the four examples).
  @Test func s3Headers() throws {
    let empty = Hex.encode(SHA256.hash(""))
    try verifyS3(
      "GET", "/test.txt", "", [("Range", "bytes=0-9")], payload: empty,
      signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    try verifyS3(
      "PUT", "/test$file.text", "",
      [("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
      payload: Hex.encode(SHA256.hash("Welcome to Amazon S3.")),
      signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")
    try verifyS3(
      "GET", "/", "lifecycle", [], payload: empty,
      signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")
    try verifyS3(
      "GET", "/", "max-keys=2&prefix=J", [], payload: empty,
      signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html (the example).
  @Test func s3Query() throws {
    var head = HTTPRequestHead(method: "GET", path: "/test.txt")
    head.fields.add("Host", "examplebucket.s3.amazonaws.com")
    SignatureV4.presign(
      &head, expires: 86400, accessKey: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      region: "us-east-1", service: "s3", time: SignatureV4Tests.s3Time, keys: SigningKeys())
    let signed = try #require(try SignatureV4(head))
    #expect(signed.signature == "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
    #expect(signed.place == .query(expires: 86400))
    try signed.verify(head, payload: CanonicalRequest.unsignedPayload, key: SignatureV4Tests.s3Key)
    try signed.checkTime(SignatureV4Tests.s3Time.adding(seconds: 86400))
    let late = SignatureV4Tests.s3Time.adding(seconds: 86401)
    #expect(
      throws: SignatureError.expired(
        expires: 86400, at: SignatureV4Tests.s3Time.adding(seconds: 86400), server: late)
    ) { try signed.checkTime(late) }
    #expect(throws: SignatureError.notYetValid(SignatureV4Tests.s3Time)) {
      try signed.checkTime(SignatureV4Tests.s3Time.adding(seconds: -901))
    }
    var other = head
    other.query += "&x=1"
    #expect(throws: SignatureError.self) {
      try signed.verify(other, payload: CanonicalRequest.unsignedPayload, key: SignatureV4Tests.s3Key)
    }
  }

  /// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html (the examples:
  /// 65 KiB of the letter a in chunks of 64 KiB).
  @Test func s3Chunks() throws {
    try verifyS3Chunked(
      payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", trailer: nil,
      seed: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
      chunks: [
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
      ])
    var signatures = try verifyS3Chunked(
      payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", trailer: "x-amz-checksum-crc32c",
      seed: "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
      chunks: [
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
      ])
    let trailer = HTTPFields([.init(name: "x-amz-checksum-crc32c", value: "sOO8/Q==")])
    #expect(signatures.trailer(trailer) == "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435")
  }

  @discardableResult
  private func verifyS3Chunked(
    payload: String, trailer: String?, seed: String, chunks: [String]
  ) throws -> ChunkSignatures {
    var head = HTTPRequestHead(method: "PUT", path: "/examplebucket/chunkObject.txt")
    head.fields.add("Host", "s3.amazonaws.com")
    head.fields.add("x-amz-date", "20130524T000000Z")
    head.fields.add("x-amz-storage-class", "REDUCED_REDUNDANCY")
    head.fields.add("x-amz-content-sha256", payload)
    head.fields.add("Content-Encoding", "aws-chunked")
    head.fields.add("x-amz-decoded-content-length", "66560")
    head.fields.add("Content-Length", "66824")
    if let trailer { head.fields.add("x-amz-trailer", trailer) }
    let names = head.fields.all.map { $0.name.lowercased() }
      .filter { trailer == nil || $0 != "content-length" }.sorted().joined(separator: ";")
    head.fields.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=\(names),Signature=\(seed)"
    )
    try #require(try SignatureV4(head)).verify(head, payload: payload, key: SignatureV4Tests.s3Key)
    var signatures = ChunkSignatures(
      seed: seed, time: SignatureV4Tests.s3Time, scope: SignatureV4Tests.s3Scope, key: SignatureV4Tests.s3Key)
    for (size, due) in zip([65536, 1024, 0], chunks) {
      let hash = Hex.encode(SHA256.hash([UInt8](repeating: UInt8(ascii: "a"), count: size)))
      let found = signatures.chunk(hash: hash)
      #expect(found == due)
      #expect(ChunkSignatures.matches(due, found) && !ChunkSignatures.matches(due, seed))
    }
    return signatures
  }

  /// What botocore 1.43's `SigV4Auth` and `S3SigV4Auth` sign for the same requests, for the rules that differ.
  @Test(arguments: BotocoreSignatures.all) func asBotocoreSigns(_ golden: BotocoreSignatures) throws {
    var head = HTTPRequestHead(method: golden.method, path: golden.path, query: golden.query)
    for (name, value) in golden.fields { head.fields.add(name, value) }
    SignatureV4.sign(
      &head, body: Array(golden.body.utf8), accessKey: "AKIDEXAMPLE", secret: "secret/+", token: golden.token,
      region: "eu-west-1", service: golden.service, time: Timestamp(seconds: 1_790_000_000), keys: SigningKeys())
    #expect(head.fields["Authorization"] == golden.authorization)
    let signed = try #require(try SignatureV4(head))
    let key = SigningKeys.derive(secret: "secret/+", scope: signed.credential.scope)
    try signed.verify(head, payload: Hex.encode(SHA256.hash(golden.body)), key: key)
    #expect(signed.securityToken == golden.token)
  }

  @Test(arguments: [
    ("AWS4-HMAC-SHA256", SignatureError.incomplete("Credential")),
    ("AWS4-HMAC-SHA256 Credential", .incomplete("Authorization")),
    ("AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request", .incomplete("SignedHeaders")),
    ("AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request, SignedHeaders=host", .incomplete("Signature")),
    (
      "AWS4-HMAC-SHA256 Credential=A/2015083/r/s/aws4_request, SignedHeaders=host, Signature=0",
      .malformedCredential("A/2015083/r/s/aws4_request")
    ),
    (
      "AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4, SignedHeaders=host, Signature=0",
      .malformedCredential("A/20150830/r/s/aws4")
    ),
    ("AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request,SignedHeaders=host,Signature=0", .malformedDate("today")),
  ])
  func refusesBrokenAuthorizations(text: String, error: SignatureError) {
    var head = HTTPRequestHead(method: "GET", path: "/")
    head.fields.add("Authorization", text)
    head.fields.add("X-Amz-Date", "today")
    #expect(throws: error) { _ = try SignatureV4(head) }
  }

  @Test func otherRequestsHaveNone() throws {
    var head = HTTPRequestHead(method: "GET", path: "/", query: "X-Amz-Date=1")
    #expect(try SignatureV4(head) == nil)
    head.fields.add("Authorization", "AWS AKID:sig")
    #expect(try SignatureV4(head) == nil)
    head.fields = HTTPFields()
    head.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20150830%2Fr%2Fs3%2Faws4_request"
    #expect(throws: SignatureError.incomplete("X-Amz-Date")) { _ = try SignatureV4(head) }
    head.query += "&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Signature=0&X-Amz-Expires=604801"
    #expect(throws: SignatureError.malformedExpiry("604801")) { _ = try SignatureV4(head) }
  }

  @Test func keysAreKeptWithinBounds() {
    let keys = SigningKeys(capacity: 2)
    for round in 0..<3 {
      for region in ["a", "b", "c"] {
        let scope = SigningScope(date: "20150830", region: region, service: "s\(round)")
        #expect(keys.key(secret: "x", scope: scope) == SigningKeys.derive(secret: "x", scope: scope))
        #expect(keys.key(secret: "x", scope: scope) == SigningKeys.derive(secret: "x", scope: scope))
      }
    }
    #expect(SigningCredential("a/b/20150830/r/s/aws4_request")?.accessKey == "a/b")
    #expect(SigningCredential("/20150830/r/s/aws4_request") == nil)
  }
}
