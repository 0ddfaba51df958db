import Protocols
import Runtime
import Support
import Testing

@testable import IAM

/// IAM and STS without a socket, and the services themselves for what the composition root binds.
struct IAMHouse: Sendable {
  let house: TestHouse
  private let services: LoopOnly<(iam: IAMService, sts: STSService)>

  init(path: String? = nil) throws {
    var made: (iam: IAMService, sts: STSService)?
    house = try TestHouse(path: path) { database, setting in
      let iam = try IAMService(database, setting)
      let sts = STSService(iam, setting)
      made = (iam, sts)
      return [iam, sts]
    }
    services = LoopOnly(try #require(made))
  }

  func caller(ofKey key: String) async -> Caller? {
    await house.onLoop { [services] in services.value.sts.caller(ofKey: key) }
  }

  func reset(account: String?) async {
    _ = await house.cloud.step { [services] () throws(AWSError) in try services.value.iam.reset(account: account) }
  }

  func assume(_ role: String, _ session: String) async throws -> RoleCredentials {
    let answer = await house.cloud.step { [services] () throws(AWSError) -> RoleCredentials in
      try services.value.sts.assume(role, session: session, seconds: 900)
    }
    return try #require(answer)
  }

  /// What the operation throws to that caller; nil when it succeeds.
  func error<O: AWSOperation>(
    _ operation: O.Type, as caller: Caller, _ fill: (inout Values<O.Input>) -> Void = { _ in }
  ) async -> AWSError? {
    var input = Values<O.Input>()
    fill(&input)
    do throws(AWSError) {
      _ = try await house.cloud.perform(operation, input, as: caller, region: TestHouse.region)
      return nil
    } catch {
      return error
    }
  }
}
