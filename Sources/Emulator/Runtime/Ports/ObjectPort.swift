package import Protocols

/// Objects in S3, as Firehose writes and Athena reads and writes them and Lambda takes its code.
package protocol ObjectPort: Sendable {
  /// Throws NoSuchBucket.
  func put(
    _ bucket: String, _ key: String, _ body: [UInt8], contentType: String?, as caller: Caller, region: String
  ) async throws(AWSError)
  /// Throws NoSuchBucket, NoSuchKey. The whole object; `range` limits it to those bytes.
  func get(
    _ bucket: String, _ key: String, range: Range<Int>?, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8]
  /// As above, the object as that version of it. Throws NoSuchVersion.
  func get(
    _ bucket: String, _ key: String, version: String, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8]
  /// One page of 1,000 keys in byte order, after the continuation token. Throws NoSuchBucket.
  func list(
    _ bucket: String, prefix: String, token: String?, as caller: Caller, region: String
  ) async throws(AWSError) -> ObjectPage
  /// Whether the bucket exists and the caller may use it.
  func hasBucket(_ bucket: String, as caller: Caller, region: String) async -> Bool
}

extension ObjectPort {
  /// Of a store that keeps no versions.
  package func get(
    _ bucket: String, _ key: String, version: String, as caller: Caller, region: String
  ) async throws(AWSError) -> [UInt8] {
    throw AWSError("NoSuchVersion", "The specified version does not exist.", status: 404)
  }
}

package struct ObjectPage: Sendable {
  package struct Entry: Sendable {
    package var key: String
    package var size: Int
    package var lastModified: Timestamp
    package init(key: String, size: Int, lastModified: Timestamp) {
      self.key = key
      self.size = size
      self.lastModified = lastModified
    }
  }
  package var entries: [Entry]
  package var nextToken: String?
  package init(entries: [Entry], nextToken: String?) {
    self.entries = entries
    self.nextToken = nextToken
  }
}
