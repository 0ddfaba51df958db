package import Protocols

/// The two ways to name a bucket: in the path, or in the host
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
package enum S3Address {
  /// The path in path style, whatever the style of the request: `/bucket/key`.
  package static func path(_ head: HTTPRequestHead) -> String {
    guard let host = head.fields[.host], let bucket = bucket(ofHost: host) else { return head.path }
    return "/" + bucket + head.path
  }

  /// The bucket of a website's host: `bucket.s3-website.localhost`, `bucket.s3-website-us-east-1.amazonaws.com`,
  /// `bucket.s3-website.eu-central-1.amazonaws.com`; nil for any other host.
  static func website(_ head: HTTPRequestHead) -> String? {
    guard let host = head.fields["Host"] else { return nil }
    let name = host.prefix { $0 != ":" }
    guard let range = first(".s3-website", in: name), range != name.startIndex else { return nil }
    let rest = name.utf8[range...].dropFirst(".s3-website".utf8.count)
    guard rest.isEmpty || rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: "-") else { return nil }
    return String(name[..<range])
  }

  /// `bucket` of `bucket.localhost:4566`, `bucket.s3.localhost`, `bucket.s3.<region>.amazonaws.com` and
  /// `bucket.s3.<anything>`; nil in path style.
  static func bucket(ofHost host: String) -> String? {
    let name = host.hasPrefix("[") ? Substring(host) : host.prefix { $0 != ":" }
    for marker in [".s3.", ".s3-"] {
      if let range = first(marker, in: name), range != name.startIndex { return String(name[..<range]) }
    }
    if name.hasSuffix(".localhost") {
      let bucket = name.dropLast(".localhost".count)
      return bucket == "s3" || bucket.isEmpty ? nil : String(bucket)
    }
    return nil
  }

  private static func first(_ marker: String, in text: Substring) -> Substring.Index? {
    let wanted = Array(marker.utf8)
    var index = text.utf8.startIndex
    while index != text.utf8.endIndex {
      if text.utf8[index...].starts(with: wanted) { return index }
      index = text.utf8.index(after: index)
    }
    return nil
  }
}
