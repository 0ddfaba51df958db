package import Protocols

/// The credential of a signed request: `AKID/20261123/us-east-1/kinesis/aws4_request`, from `Authorization` or from
/// `X-Amz-Credential` of a presigned address
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
///
/// Read for every request, so over bytes; nothing of the signature itself is looked at.
package struct CredentialScope {
  var accessKey: String
  var region: String
  var service: String

  init?(_ head: HTTPRequestHead) {
    let found = head.fields.withValue(of: .authorization) {
      $0.flatMap { Self.credential(in: $0.assumingMemoryBound(to: UInt8.self), after: "Credential=") }
    }
    if let found {
      self = found
      return
    }
    if let authorization = head.fields[.authorization] {
      guard authorization.hasPrefix("AWS ") else { return nil }
      // Signature V2: only the key is there.
      self.init(accessKey: String(authorization.dropFirst(4).prefix { $0 != ":" }), region: "", service: "s3")
      return
    }
    guard !head.query.isEmpty else { return nil }
    var query = head.query
    let isEscaped = query.utf8.contains(UInt8(ascii: "%"))
    if isEscaped { query = PercentEncoding.decodeString(query) ?? query }
    guard let found = query.withUTF8({ Self.credential(in: $0, after: "X-Amz-Credential=") }) else { return nil }
    self = found
  }

  private init(accessKey: String, region: String, service: String) {
    self.accessKey = accessKey
    self.region = region
    self.service = service
  }

  /// The text behind the marker, up to a comma, blank or ampersand. A key may hold slashes; the four last parts are fixed.
  private static func credential(
    in bytes: UnsafeBufferPointer<UInt8>, after marker: StaticString
  ) -> CredentialScope? {
    guard let (start, end) = place(in: bytes, after: marker) else { return nil }
    // The places of the four last slashes, from the end.
    var slashes = (0, 0, 0, 0)
    var found = 0
    var index = end
    while index > start, found < 4 {
      index -= 1
      guard bytes[index] == UInt8(ascii: "/") else { continue }
      switch found {
      case 0: slashes.0 = index
      case 1: slashes.1 = index
      case 2: slashes.2 = index
      default: slashes.3 = index
      }
      found += 1
    }
    guard found == 4 else { return nil }
    func text(_ from: Int, _ to: Int) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: bytes[from..<to]), as: UTF8.self)
    }
    return CredentialScope(
      accessKey: text(start, slashes.3), region: text(slashes.2 + 1, slashes.1), service: text(slashes.1 + 1, slashes.0)
    )
  }

  /// Where the text behind the marker begins and ends.
  static func place(
    in bytes: UnsafeBufferPointer<UInt8>, after marker: StaticString
  ) -> (start: Int, end: Int)? {
    let length = marker.utf8CodeUnitCount
    guard bytes.count > length else { return nil }
    // `AWS4-HMAC-SHA256 Credential=`: where it nearly always stands.
    var start = bytes.count > 17 && bytes[16] == UInt8(ascii: " ") && bytes[17] == marker.utf8Start[0] ? 17 : 0
    search: while true {
      guard start + length < bytes.count else { return nil }
      for index in 0..<length where bytes[start + index] != marker.utf8Start[index] {
        start += 1
        continue search
      }
      break
    }
    start += length
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: ","), bytes[end] != UInt8(ascii: " "),
      bytes[end] != UInt8(ascii: "&")
    {
      end += 1
    }
    return (start, end)
  }

  /// The key that signed; empty for none. Whether it did is not looked at.
  package static func accessKey(_ head: HTTPRequestHead) -> String { CredentialScope(head)?.accessKey ?? "" }

  package static func isAccount(_ key: String) -> Bool {
    key.utf8.count == 12 && key.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
  }

  /// `kinesis.eu-west-1.amazonaws.com` names a region; nil where the host names none.
  static func region(ofHost host: String?) -> String? {
    guard let host, host.contains(".amazonaws.com") else { return nil }
    let labels = host.split(separator: ".")
    for label in labels where label.split(separator: "-").count == 3 && label.last!.isNumber { return String(label) }
    return nil
  }
}
