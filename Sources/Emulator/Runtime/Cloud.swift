package import Protocols

/// The way from one service to another, and from workers to services: an operation performed as a request would be, IAM
/// and upstreams included, without the socket.
///
/// `@unchecked Sendable`: the gateway is set once before anything runs and used on the Loop only.
package final class Cloud: @unchecked Sendable {
  package let loop: any Loop
  private var gateway: Gateway?

  package init(loop: any Loop) { self.loop = loop }

  func attach(_ gateway: Gateway) { self.gateway = gateway }

  /// Performs the operation and returns after the commit of its round. From any thread; the work happens on the Loop.
  /// Throws what the operation throws, the validator's errors included.
  package func perform<O: AWSOperation>(
    _ operation: O.Type, _ input: Values<O.Input>, as caller: Caller, region: String
  ) async throws(AWSError) -> Values<O.Output> {
    let outcome = await send(
      service: ObjectIdentifier(O.Service.self), operation: O.name, input.structure, caller, region)
    switch outcome {
    case .success(let answer): return Values<O.Output>(answer.structure)
    case .failure(let error): throw error
    }
  }

  /// As `perform`, for operations that answer with a body of files or of pieces.
  package func performWithBody<O: AWSOperation>(
    _ operation: O.Type, _ input: Values<O.Input>, as caller: Caller, region: String
  ) async throws(AWSError) -> (output: Values<O.Output>, body: HTTPBody?) {
    let outcome = await send(
      service: ObjectIdentifier(O.Service.self), operation: O.name, input.structure, caller, region)
    switch outcome {
    case .success(let answer): return (Values<O.Output>(answer.structure), answer.body)
    case .failure(let error): throw error
    }
  }

  /// Runs one step of a worker's own on the Loop, in a round's transaction, and returns after its commit: how a worker
  /// commits its progress. Answers nil when the step or its commit failed; the cause is logged.
  package func step<T: Sendable>(_ body: @escaping @Sendable () throws(AWSError) -> T) async -> T? {
    await withCheckedContinuation { continuation in
      loop.post { [self] in
        guard let gateway else {
          continuation.resume(returning: nil)
          return
        }
        gateway.step(body) { continuation.resume(returning: $0) }
      }
    }
  }

  /// What an operation answered to a caller from inside.
  struct InnerAnswer: Sendable {
    var structure: Structure
    var body: HTTPBody?
  }

  private func send(
    service: ObjectIdentifier, operation: String, _ input: Structure, _ caller: Caller, _ region: String
  ) async -> Result<InnerAnswer, AWSError> {
    await withCheckedContinuation { continuation in
      loop.post { [self] in
        guard let gateway else {
          continuation.resume(returning: .failure(.internal("the emulator is not up")))
          return
        }
        gateway.perform(service: service, operation: operation, input, caller, region) { outcome in
          continuation.resume(returning: outcome)
        }
      }
    }
  }
}
