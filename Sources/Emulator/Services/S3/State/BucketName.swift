/// The rules of names for general purpose buckets
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
enum BucketName {
  static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (3...63).contains(bytes.count), isLetterOrDigit(bytes[0]), isLetterOrDigit(bytes[bytes.count - 1]) else {
      return false
    }
    for (index, byte) in bytes.enumerated() {
      if isLetterOrDigit(byte) || byte == UInt8(ascii: "-") { continue }
      guard byte == UInt8(ascii: "."), bytes[index + 1] != UInt8(ascii: ".") else { return false }
    }
    for prefix in ["xn--", "sthree-", "amzn-s3-demo-"] where name.hasPrefix(prefix) { return false }
    for suffix in ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"] where name.hasSuffix(suffix) {
      return false
    }
    return !isAddress(name)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 || byte &- 97 < 26 }

  /// Names that look like an IPv4 address are none.
  private static func isAddress(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 48 < 10 } }
  }
}
