import Protocols
import Support

@testable import S3

/// What S3 answered a client, as it stands on the wire.
struct S3Answer: Sendable {
  var status: Int
  var fields: HTTPFields
  var text: String

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private static let namespace = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""

  /// The document: what stands behind the XML declaration, its root without S3's namespace, which it must have.
  var document: String {
    guard text.hasPrefix(S3Answer.declaration), let found = text.firstRange(of: S3Answer.namespace) else { return text }
    return String(text[text.index(text.startIndex, offsetBy: S3Answer.declaration.count)..<found.lowerBound])
      + text[found.upperBound...]
  }

  /// An error: its code, its sentence and the elements that this error has more, as they are sent; without the request's id,
  /// which every error has.
  var error: String {
    let start = S3Answer.declaration + "<Error>"
    guard text.hasPrefix(start), text.hasSuffix("</RequestId></Error>"), let end = text.firstRange(of: "<RequestId>")
    else {
      return text
    }
    return String(text[text.index(text.startIndex, offsetBy: start.count)..<end.lowerBound])
  }

  /// The code of the error; empty for none.
  var code: String { status < 400 ? "" : element("Code") ?? "" }

  /// What stands in the first element of that name.
  func element(_ name: String) -> String? {
    guard let start = text.firstRange(of: "<\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
  }
}

extension TestHouse {
  /// A request as a client writes it; `target` is `/bucket/key?query`.
  func s3(
    _ method: String, _ target: String, _ body: String = "", fields: [(String, String)] = [],
    region: String = TestHouse.region
  ) async -> S3Answer {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let credential = "\(TestHouse.account)/20260101/\(region)/s3/aws4_request"
    let signature = "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=host, Signature=0"
    let answer = await send(
      method, parts[0], query: parts.count > 1 ? parts[1] : "", fields: [("Authorization", signature)] + fields,
      body: Array(body.utf8))
    // The transport sends no body to a HEAD.
    let text = method == "HEAD" ? "" : String(decoding: answer.body, as: UTF8.self)
    return S3Answer(status: answer.status, fields: answer.fields, text: text)
  }
}

/// The canonical id of the account that owns `bucket`.
let ownerID = CanonicalUser.id(of: TestHouse.account)

/// What every operation answers of a bucket that is not there.
func noSuchBucket(_ name: String) -> String {
  "<Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>\(name)</BucketName>"
}

/// What every operation answers of a key that is not there.
func noSuchKey(_ key: String) -> String {
  "<Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>\(key)</Key>"
}

/// A grant of an ACL to the user of that canonical id.
func grantToUser(_ id: String, _ permission: String) -> String {
  grant("CanonicalUser", "<ID>\(id)</ID>", permission)
}

/// A grant to the group of that address.
func grantToGroup(_ address: String, _ permission: String) -> String {
  grant("Group", "<URI>\(address)</URI>", permission)
}

private func grant(_ type: String, _ grantee: String, _ permission: String) -> String {
  """
  <Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="\(type)">\(grantee)</Grantee>\
  <Permission>\(permission)</Permission></Grant>
  """
}
