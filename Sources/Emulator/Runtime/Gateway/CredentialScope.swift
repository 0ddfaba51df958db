import Protocols

/// The credential of a signed request: `AKID/20261123/us-east-1/kinesis/aws4_request`, from `Authorization` or from
/// `X-Amz-Credential` of a presigned address
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
struct CredentialScope {
  var accessKey: String
  var region: String
  var service: String

  init?(_ head: HTTPRequestHead) {
    var text: Substring?
    if let authorization = head.fields["Authorization"] {
      if let range = CredentialScope.after("Credential=", in: authorization) {
        text = range.prefix { $0 != "," && $0 != " " }
      } else if authorization.hasPrefix("AWS ") {
        // Signature V2: only the key is there.
        accessKey = String(authorization.dropFirst(4).prefix { $0 != ":" })
        region = ""
        service = "s3"
        return
      }
    } else if let range = CredentialScope.after("X-Amz-Credential=", in: head.query) {
      text = range.prefix { $0 != "&" }
    }
    guard let text else { return nil }
    let plain = text.contains("%") ? PercentEncoding.decodeString(String(text)) ?? String(text) : String(text)
    let parts = plain.split(separator: "/", omittingEmptySubsequences: false)
    // A key may hold slashes; the four last parts are fixed.
    guard parts.count >= 5 else { return nil }
    accessKey = parts.dropLast(4).joined(separator: "/")
    region = String(parts[parts.count - 3])
    service = String(parts[parts.count - 2])
  }

  private static func after(_ marker: String, in text: String) -> Substring? {
    let bytes = text.utf8
    let wanted = Array(marker.utf8)
    var index = bytes.startIndex
    while index != bytes.endIndex {
      if bytes[index...].starts(with: wanted) { return text[bytes.index(index, offsetBy: wanted.count)...] }
      index = bytes.index(after: index)
    }
    return nil
  }

  static func isAccount(_ key: String) -> Bool { key.utf8.count == 12 && key.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }

  /// `kinesis.eu-west-1.amazonaws.com` names a region; nil where the host names none.
  static func region(ofHost host: String?) -> String? {
    guard let host, host.contains(".amazonaws.com") else { return nil }
    let labels = host.split(separator: ".")
    for label in labels where label.split(separator: "-").count == 3 && label.last!.isNumber { return String(label) }
    return nil
  }
}
