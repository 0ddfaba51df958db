import Protocols
import Runtime
import Support

@testable import S3

/// What tests of versions share.
extension TestHouse {
  func setVersioning(_ status: String) async throws {
    _ = try await call(PutBucketVersioning.self) {
      $0[PutBucketVersioning.Input.bucket] = "bucket"
      $0[PutBucketVersioning.Input.versioningConfiguration] = .with { $0[VersioningConfiguration.status] = status }
    }
  }

  /// Puts an object into `bucket`; returns its version.
  func putVersion(_ key: String, _ bytes: [UInt8]) async throws -> String? {
    try await call(PutObject.self) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = key
      $0[PutObject.Input.body] = Blob(bytes)
    }[PutObject.Output.versionID]
  }

  func delete(_ key: String, version: String? = nil) async throws -> Values<DeleteObject.Output> {
    try await call(DeleteObject.self) {
      $0[DeleteObject.Input.bucket] = "bucket"
      $0[DeleteObject.Input.key] = key
      $0[DeleteObject.Input.versionID] = version
    }
  }

  /// `key version latest`, a delete marker with `-` before it, in the order of the pages of that size.
  func versions(
    pageSize: Int32 = 1000, _ fill: (inout Values<ListObjectVersions.Input>) -> Void = { _ in }
  ) async throws -> [String] {
    var all: [String] = []
    var key: String?
    var version: String?
    while true {
      let page = try await call(ListObjectVersions.self) {
        $0[ListObjectVersions.Input.bucket] = "bucket"
        $0[ListObjectVersions.Input.maxKeys] = pageSize
        $0[ListObjectVersions.Input.keyMarker] = key
        $0[ListObjectVersions.Input.versionIDMarker] = version
        fill(&$0)
      }
      for each in page[ListObjectVersions.Output.versions] ?? [] {
        all.append(
          "\(each[ObjectVersion.key] ?? "") \(each[ObjectVersion.versionID] ?? "")\(each[ObjectVersion.isLatest] == true ? " *" : "")"
        )
      }
      for each in page[ListObjectVersions.Output.deleteMarkers] ?? [] {
        all.append(
          "-\(each[DeleteMarkerEntry.key] ?? "") \(each[DeleteMarkerEntry.versionID] ?? "")\(each[DeleteMarkerEntry.isLatest] == true ? " *" : "")"
        )
      }
      for each in page[ListObjectVersions.Output.commonPrefixes] ?? [] { all.append(each[CommonPrefix.prefix] ?? "") }
      if page[ListObjectVersions.Output.isTruncated] != true { return all }
      key = page[ListObjectVersions.Output.nextKeyMarker]
      version = page[ListObjectVersions.Output.nextVersionIDMarker]
    }
  }
}
