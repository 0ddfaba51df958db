/// S3's older signature, in the `Authorization` field or in a presigned address. AWS takes it no more for new buckets, but
/// boto3 still presigns with it unless told otherwise
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html).
package struct SignatureV2: Sendable {
  package var accessKey: String
  /// Base64 of an HMAC-SHA1.
  package var signature: String
  /// When it was made; nil in an address.
  package var time: Timestamp?
  /// Until when an address is good, in seconds since 1970.
  package var expires: Int64?
  package var securityToken: String?
  /// `Expires` or `Date`, as it is signed.
  private let moment: String

  /// nil for a request without one. Throws for a request whose date is missing or none.
  package init?(_ head: HTTPRequestHead) throws(SignatureError) {
    if let authorization = head.fields["Authorization"] {
      guard authorization.hasPrefix("AWS ") else { return nil }
      let parts = authorization.dropFirst(4).split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { throw .incomplete("Signature") }
      accessKey = String(parts[0])
      signature = String(parts[1])
      let amzDate = head.fields["x-amz-date"]
      guard let date = amzDate ?? head.fields["Date"] else { throw .incomplete("X-Amz-Date") }
      let zoned = date.hasSuffix(" -0000") || date.hasSuffix(" +0000") ? date.dropLast(5) + "GMT" : date[...]
      guard let time = Timestamp(httpDate: String(zoned)) ?? Timestamp(basicISO8601: date) else {
        throw .malformedDate(date)
      }
      self.time = time
      moment = amzDate == nil ? date : ""
      securityToken = head.fields["x-amz-security-token"]
      return
    }
    guard head.query.contains("AWSAccessKeyId=") || head.query.contains("Signature=") else { return nil }
    let fields = (try? Form.parse(head.query)) ?? []
    func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    let key = value("AWSAccessKeyId")
    let signature = value("Signature")
    if key == nil, signature == nil { return nil }
    guard let key, let signature, let text = value("Expires") else { throw .incomplete("") }
    guard let expires = Int64(text) else { throw .malformedExpiry(text) }
    accessKey = key
    self.signature = signature
    self.expires = expires
    moment = text
    securityToken = value("x-amz-security-token")
  }

  package func checkTime(_ now: Timestamp) throws(SignatureError) {
    if let time, abs(now.seconds - time.seconds) > SignatureV4.skew { throw .skewed(request: time, server: now) }
    if let expires, now.seconds > expires {
      throw .expired(expires: Int(expires), at: Timestamp(seconds: expires), server: now)
    }
  }

  /// `path` begins with the bucket, whatever the style of the address.
  package func verify(_ head: HTTPRequestHead, path: String, secret: String) throws(SignatureError) {
    let text = stringToSign(head, path: path)
    if matches(text, secret) { return }
    // Some clients end a bucket's path with a slash that they do not send.
    if !path.hasSuffix("/"), matches(stringToSign(head, path: path + "/"), secret) { return }
    throw .mismatch(canonicalRequest: "", stringToSign: text)
  }

  private func matches(_ text: String, _ secret: String) -> Bool {
    SignatureV4.same(Base64.encode(HMACSHA1.code(key: Array(secret.utf8), Array(text.utf8))), signature)
  }

  private func stringToSign(_ head: HTTPRequestHead, path: String) -> String {
    var text = head.method + "\n"
    text += (head.fields["Content-MD5"] ?? "") + "\n"
    text += (head.fields["Content-Type"] ?? "") + "\n"
    text += moment + "\n"
    var values: [String: [String]] = [:]
    for field in head.fields.all {
      let name = field.name.lowercased()
      if name.hasPrefix("x-amz-") { values[name, default: []].append(field.value) }
    }
    for name in values.keys.sorted() { text += "\(name):\((values[name] ?? []).joined(separator: ","))\n" }
    return text + path + SignatureV2.subresources(head.query)
  }

  private static let signed: Set<String> = [
    "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle", "location",
    "logging", "metrics", "notification", "object-lock", "partNumber", "policy", "replication", "requestPayment",
    "response-cache-control", "response-content-disposition", "response-content-encoding",
    "response-content-language", "response-content-type", "response-expires", "restore", "select", "select-type",
    "storageClass", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website",
    "x-amz-security-token",
  ]

  private static func subresources(_ query: String) -> String {
    var parts: [(name: String, value: String?)] = []
    for piece in query.split(separator: "&") {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard signed.contains(halves[0]) else { continue }
      parts.append((halves[0], halves.count == 2 ? PercentEncoding.decodeString(halves[1]) ?? halves[1] : nil))
    }
    if parts.isEmpty { return "" }
    parts.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return "?" + parts.map { part in part.value.map { part.name + "=" + $0 } ?? part.name }.joined(separator: "&")
  }
}
