package import Protocols

/// Objects under a table's location.
package protocol ObjectStorePort: Sendable {
  /// One page of the objects under the prefix, in byte order. Throws NoSuchBucket.
  func list(_ bucket: String, prefix: String, token: String?) async throws(AWSError) -> ObjectListing
  /// Those bytes of an object; fewer where it ends earlier.
  func read(_ bucket: String, _ key: String, range: Range<Int>) async throws(AWSError) -> [UInt8]
}

package struct ObjectListing: Sendable {
  package struct Entry: Sendable {
    package var key: String
    package var size: Int
    package init(key: String, size: Int) {
      self.key = key
      self.size = size
    }
  }
  package var entries: [Entry]
  package var nextToken: String?
  package init(entries: [Entry], nextToken: String?) {
    self.entries = entries
    self.nextToken = nextToken
  }
}

/// `s3://bucket/prefix` in its parts.
struct ObjectLocation: Sendable, Equatable {
  var bucket: String
  var prefix: String

  init(bucket: String, prefix: String) {
    self.bucket = bucket
    self.prefix = prefix
  }

  /// nil for what is no S3 URL.
  init?(_ url: String) {
    var rest: Substring = url[...]
    guard let scheme: String = ["s3://", "s3a://", "s3n://"].first(where: { url.hasPrefix($0) }) else { return nil }
    rest = rest.dropFirst(scheme.count)
    let parts: [Substring] = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let bucket: Substring = parts.first, !bucket.isEmpty else { return nil }
    self.bucket = String(bucket)
    prefix = parts.count > 1 ? String(parts[1]) : ""
    if !prefix.isEmpty, !prefix.hasSuffix("/") { prefix += "/" }
  }
}
