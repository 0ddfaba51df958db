import Protocols
import Runtime
import Support
import Testing

@testable import IAM

/// IAM and STS without a socket, and the services themselves for what the composition root binds.
struct IAMHouse: Sendable {
  let house: TestHouse
  private let services: LoopOnly<(iam: IAMService, sts: STSService)>

  /// `verifies`: as with `--auth verify`; the calls of tests bear no signature either way.
  init(path: String? = nil, verifies: Bool = false) throws {
    var made: (iam: IAMService, sts: STSService)?
    var configuration = Configuration()
    configuration.verifiesSignatures = verifies
    house = try TestHouse(path: path, configuration: configuration) { database, setting in
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

  func call<O: AWSOperation>(
    _ operation: O.Type, as caller: Caller, _ fill: (inout Values<O.Input>) -> Void = { _ in }
  ) async throws(AWSError) -> Values<O.Output> {
    var input = Values<O.Input>()
    fill(&input)
    return try await house.cloud.perform(operation, input, as: caller, region: TestHouse.region)
  }

  /// A request of the Query protocol, as a client would send it.
  func send(_ form: String, service: String) async -> (status: Int, text: String) {
    let answer = await house.send(
      "POST", "/",
      fields: [
        ("Content-Type", "application/x-www-form-urlencoded"),
        (
          "Authorization",
          "AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/\(service)/aws4_request, SignedHeaders=host, Signature=0"
        ),
      ], body: Array(form.utf8))
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }

  /// A role whose trust policy has those statements.
  func makeRole(_ name: String, _ statements: String) async throws {
    _ = try await house.call(
      CreateRole.self,
      RoleTests.create(name, trust: #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#))
  }
}

extension IAMHouse {
  func wire(_ action: String, _ parameters: String) async -> ClientAnswer {
    await house.query(action, parameters, service: "iam", version: "2010-05-08")
  }

  func given(_ action: String, _ parameters: String) async {
    let answer = await wire(action, parameters)
    #expect(answer.status == 200, "\(answer.text)")
  }
}
