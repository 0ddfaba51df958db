import Protocols
import Runtime
import Support
import Testing

@testable import S3

/// PutObjectLockConfiguration, PutObjectRetention, PutObjectLegalHold and what they keep from being deleted.
@Suite struct PutObjectRetentionTests {
  private static func house() async throws -> TestHouse {
    let house = try await s3House()
    _ = try await house.call(CreateBucket.self) {
      $0[CreateBucket.Input.bucket] = "locked"
      $0[CreateBucket.Input.objectLockEnabledForBucket] = true
    }
    return house
  }

  private static func put(
    _ house: TestHouse, _ fill: (inout Values<PutObject.Input>) -> Void = { _ in }
  ) async throws -> String {
    let output = try await house.call(PutObject.self) {
      $0[PutObject.Input.bucket] = "locked"
      $0[PutObject.Input.key] = "k"
      fill(&$0)
    }
    return try #require(output[PutObject.Output.versionID])
  }

  private static func delete(_ house: TestHouse, _ version: String, bypass: Bool? = nil) async -> AWSError? {
    await house.error(DeleteObject.self) {
      $0[DeleteObject.Input.bucket] = "locked"
      $0[DeleteObject.Input.key] = "k"
      $0[DeleteObject.Input.versionID] = version
      $0[DeleteObject.Input.bypassGovernanceRetention] = bypass
    }
  }

  @Test func keepsAVersionUntilItsDate() async throws {
    let house = try await Self.house()
    let until = await house.onLoop { house.clock.now }.adding(seconds: 60)
    for (mode, passesOver) in [("GOVERNANCE", true), ("COMPLIANCE", false)] {
      let version = try await Self.put(house) {
        $0[PutObject.Input.lock.mode] = mode
        $0[PutObject.Input.lock.retainUntil] = until
      }
      #expect(await Self.delete(house, version)?.code == "AccessDenied")
      let bypassed = await Self.delete(house, version, bypass: true)
      #expect((bypassed == nil) == passesOver)
      // A marker covers it all the same.
      #expect(
        await house.error(DeleteObject.self) {
          $0[DeleteObject.Input.bucket] = "locked"
          $0[DeleteObject.Input.key] = "k"
        } == nil)
      if passesOver { continue }
      await house.advance(milliseconds: 61_000)
      #expect(await Self.delete(house, version) == nil)
    }
  }

  @Test func holdsAVersion() async throws {
    let house = try await Self.house()
    let version = try await Self.put(house) { $0[PutObject.Input.lock.legalHold] = "ON" }
    #expect(await Self.delete(house, version, bypass: true)?.code == "AccessDenied")
    _ = try await house.call(PutObjectLegalHold.self) {
      $0[PutObjectLegalHold.Input.bucket] = "locked"
      $0[PutObjectLegalHold.Input.key] = "k"
      $0[PutObjectLegalHold.Input.legalHold] = .with { $0[ObjectLockLegalHold.status] = "OFF" }
    }
    let held = try await house.call(GetObjectLegalHold.self) {
      $0[GetObjectLegalHold.Input.bucket] = "locked"
      $0[GetObjectLegalHold.Input.key] = "k"
    }
    #expect(held[GetObjectLegalHold.Output.legalHold]?[ObjectLockLegalHold.status] == "OFF")
    #expect(await Self.delete(house, version) == nil)
  }

  @Test func takesTheBucketsDefault() async throws {
    let house = try await Self.house()
    _ = try await house.call(PutObjectLockConfiguration.self) {
      $0[PutObjectLockConfiguration.Input.bucket] = "locked"
      $0[PutObjectLockConfiguration.Input.objectLockConfiguration] = .with {
        $0[ObjectLockConfiguration.objectLockEnabled] = "Enabled"
        $0[ObjectLockConfiguration.rule] = .with {
          $0[ObjectLockRule.defaultRetention] = .with {
            $0[DefaultRetention.mode] = "GOVERNANCE"
            $0[DefaultRetention.days] = 2
          }
        }
      }
    }
    let before = await house.onLoop { house.clock.now }
    _ = try await Self.put(house)
    let kept = try await house.call(GetObjectRetention.self) {
      $0[GetObjectRetention.Input.bucket] = "locked"
      $0[GetObjectRetention.Input.key] = "k"
    }[GetObjectRetention.Output.retention]
    #expect(kept?[ObjectLockRetention.mode] == "GOVERNANCE")
    let until = try #require(kept?[ObjectLockRetention.retainUntilDate])
    #expect((until.seconds - before.seconds - 2 * 86_400) < 60)
    // Longer is always allowed, shorter only with the bypass.
    func set(_ seconds: Int64, bypass: Bool? = nil) async -> String? {
      await house.error(PutObjectRetention.self) {
        $0[PutObjectRetention.Input.bucket] = "locked"
        $0[PutObjectRetention.Input.key] = "k"
        $0[PutObjectRetention.Input.bypassGovernanceRetention] = bypass
        $0[PutObjectRetention.Input.retention] = .with {
          $0[ObjectLockRetention.mode] = "GOVERNANCE"
          $0[ObjectLockRetention.retainUntilDate] = until.adding(seconds: seconds)
        }
      }?.code
    }
    #expect(await set(60) == nil)
    #expect(await set(0) == "AccessDenied")
    #expect(await set(0, bypass: true) == nil)
    #expect(await set(-10 * 86_400, bypass: true) == "InvalidArgument")
  }

  @Test func needsTheLockOnTheBucket() async throws {
    let house = try await s3House()
    let error = await house.error(PutObject.self) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = "k"
      $0[PutObject.Input.lock.legalHold] = "ON"
    }
    #expect(error?.message == "Bucket is missing Object Lock Configuration")
    let configuration = await house.error(GetObjectLockConfiguration.self) {
      $0[GetObjectLockConfiguration.Input.bucket] = "bucket"
    }
    #expect(configuration?.code == "ObjectLockConfigurationNotFoundError")
  }
}
