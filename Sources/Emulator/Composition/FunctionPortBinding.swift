import Lambda
import Protocols
import Runtime

/// Functions, as SNS and Firehose invoke them.
final class FunctionPortBinding: FunctionPort {
  private let lambda: LambdaService

  init(_ lambda: LambdaService) { self.lambda = lambda }

  func invoke(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) -> FunctionAnswer {
    try await lambda.invoke(function, payload, as: caller, region: region)
  }

  func invokeAsync(
    _ function: String, _ payload: [UInt8], as caller: Caller, region: String
  ) async throws(AWSError) {
    try await lambda.invokeAsync(function, payload, as: caller, region: region)
  }

  func exists(_ function: String, as caller: Caller, region: String) async -> Bool {
    await lambda.hasFunction(function, as: caller, region: region)
  }
}
