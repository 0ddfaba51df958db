import Protocols
import Runtime
import Support
import Testing

@testable import S3

/// As `s3House`, with a bucket `locked` that has object lock, and so versions.
func lockedHouse() async throws -> TestHouse {
  let house = try await s3House()
  _ = try await house.call(CreateBucket.self) {
    $0[CreateBucket.Input.bucket] = "locked"
    $0[CreateBucket.Input.objectLockEnabledForBucket] = true
  }
  return house
}

extension TestHouse {
  /// Puts `k` into `locked`; returns its version.
  @discardableResult
  func putLocked(_ fill: (inout Values<PutObject.Input>) -> Void = { _ in }) async throws -> String {
    let output = try await call(PutObject.self) {
      $0[PutObject.Input.bucket] = "locked"
      $0[PutObject.Input.key] = "k"
      fill(&$0)
    }
    return try #require(output[PutObject.Output.versionID])
  }

  /// Deletes a version of `k` for good.
  func deleteLocked(_ version: String, bypass: Bool? = nil) async -> AWSError? {
    await error(DeleteObject.self) {
      $0[DeleteObject.Input.bucket] = "locked"
      $0[DeleteObject.Input.key] = "k"
      $0[DeleteObject.Input.versionID] = version
      $0[DeleteObject.Input.bypassGovernanceRetention] = bypass
    }
  }

  /// The emulator's time, so many seconds from now.
  func time(in seconds: Int64) async -> Timestamp { await onLoop { [clock] in clock.now }.adding(seconds: seconds) }
}

/// What is answered where the bucket has no object lock.
let noObjectLock =
  "<Code>InvalidRequest</Code><Message>Bucket is missing Object Lock Configuration</Message>"

/// What is answered of a version on which nothing was set.
func noLock(of key: String) -> String {
  "<Code>NoSuchObjectLockConfiguration</Code><Message>The specified object does not have a ObjectLock configuration"
    + "</Message><Key>\(key)</Key>"
}
