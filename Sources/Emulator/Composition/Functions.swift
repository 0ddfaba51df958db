import Lambda
import Protocols
import Runtime

/// What a handler that is a closure is told beside the event.
public struct FunctionContext: Sendable {
  public let requestID: String
  public let functionName: String
  public let functionVersion: String
  public let invokedFunctionARN: String
  public let memoryLimitInMB: Int
  /// Milliseconds since 1970 by the machine's clock: when the function's time-out is over.
  public let deadline: Int64
  private let write: @Sendable (String) -> Void

  init(_ context: ClosureHandler.Context) {
    requestID = context.requestID
    functionName = context.functionName
    functionVersion = context.functionVersion
    invokedFunctionARN = context.invokedFunctionARN
    memoryLimitInMB = context.memoryLimitInMB
    deadline = context.deadline
    write = context.log
  }

  /// Writes a line into the function's log in CloudWatch Logs.
  public func log(_ line: String) { write(line) }
}

extension Emulator {
  /// Why a function could not be registered, in one line.
  public struct RegistrationFailure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Makes a Swift closure the handler of a function, which Invoke, mappings, topics and delivery streams then run. The
  /// event and the answer are JSON; an error that is thrown is the function's failure, with its type's name. The function
  /// is made where it is missing (time-out 900 s, UpdateFunctionConfiguration changes it); one that is there keeps its
  /// settings and runs the closure instead of its code.
  public func register(
    function name: String, account: String? = nil, region: String? = nil,
    _ handler: @escaping @Sendable (_ event: [UInt8], _ context: FunctionContext) async throws -> [UInt8]
  ) async throws {
    do throws(AWSError) {
      try await house.lambda.register(
        name, account: account ?? house.configuration.account, region: region ?? house.configuration.region
      ) { event, context in try await handler(event, FunctionContext(context)) }
    } catch {
      throw RegistrationFailure(description: error.message ?? error.code)
    }
  }
}
