import Protocols
import Query
import Runtime

/// S3 as the engine reads it, in the name of the query's caller.
struct QueryObjects: ObjectStorePort {
  private let objects: any ObjectPort
  private let scope: QueryScope

  init(_ objects: any ObjectPort, _ scope: QueryScope) {
    self.objects = objects
    self.scope = scope
  }

  func list(_ bucket: String, prefix: String, token: String?) async throws(AWSError) -> ObjectListing {
    let page = try await objects.list(
      bucket, prefix: prefix, token: token, as: scope.caller, region: scope.region)
    return ObjectListing(
      entries: page.entries.map { ObjectListing.Entry(key: $0.key, size: $0.size) }, nextToken: page.nextToken)
  }

  func read(_ bucket: String, _ key: String, range: Range<Int>) async throws(AWSError) -> [UInt8] {
    try await objects.get(bucket, key, range: range, as: scope.caller, region: scope.region)
  }
}
