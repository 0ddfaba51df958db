import Protocols
import Storage

/// Calls without a socket: of one service to another, and the steps of workers.
extension Gateway {
  /// A call from inside: the same way without the socket.
  func perform(
    service: ObjectIdentifier, operation: String, _ input: Structure, _ caller: Caller, _ region: String,
    _ done: @escaping (Result<Cloud.InnerAnswer, AWSError>) -> Void
  ) {
    guard let room = registry.room(of: service), let entry = room.entries[operation] else {
      done(.failure(.internal("no service performs \(operation)")))
      return
    }
    if !SoundInput.isSound(input) {
      if let message = Validator.message(for: input) {
        done(.failure(room.description.violation?(input) ?? AWSError(room.description.validationCode, message)))
        return
      }
      if let member = Validator.notEmulated(in: input) {
        done(.failure(.notEmulated(member: member, of: operation)))
        return
      }
    }
    let context = RequestContext(
      account: caller.account, region: region, caller: caller, now: clock.now, id: ids.uuid(),
      endpoint: configuration.endpoint)
    run(entry, input, context) { [self] outcome in
      // Told after the commit, like every answer.
      waiting.append(.caller(deliver: { done(outcome) }, failed: { done(.failure($0)) }))
      wakeEndOfTurn()
    }
  }

  /// A worker's own step, answered after the commit; nil when it failed.
  func step<T>(_ body: () throws(AWSError) -> T, _ done: @escaping (T?) -> Void) {
    do throws(AWSError) {
      let result = try database.round.operation(body)
      waiting.append(.caller(deliver: { done(result) }, failed: { _ in done(nil) }))
    } catch {
      log.failure(error)
      waiting.append(.caller(deliver: { done(nil) }, failed: { _ in done(nil) }))
    }
    wakeEndOfTurn()
  }

  func run(
    _ entry: OperationEntry, _ input: Structure, _ context: RequestContext,
    _ done: @escaping (Result<Cloud.InnerAnswer, AWSError>) -> Void
  ) {
    step(context, done) { () throws(AWSError) -> ErasedAnswer in try entry.perform(input, context) }
  }

  /// One step in the round's transaction; a `later` answer brings a second one after its commit and its work.
  private func step(
    _ context: RequestContext, _ done: @escaping (Result<Cloud.InnerAnswer, AWSError>) -> Void,
    _ body: () throws(AWSError) -> ErasedAnswer
  ) {
    let answer: ErasedAnswer
    do throws(AWSError) { answer = try database.round.operation(body) } catch {
      done(.failure(error))
      return
    }
    follow(answer, context, done)
  }

  /// Tells an answer that is there at once; one that comes later is waited for.
  func follow(
    _ answer: ErasedAnswer, _ context: RequestContext, _ done: @escaping (Result<Cloud.InnerAnswer, AWSError>) -> Void
  ) {
    switch answer {
    case .now(let output): done(.success(Cloud.InnerAnswer(structure: output, body: nil)))
    case .body(let output, let body): done(.success(Cloud.InnerAnswer(structure: output, body: body)))
    case .later(let work):
      let done = LoopOnly(done)
      waiting.append(
        .caller(
          deliver: { [self] in
            Task.detached { [self] in
              let finish = await work()
              cloud.loop.post { [self] in
                step(context, done.value) { () throws(AWSError) -> ErasedAnswer in try finish() }
              }
            }
          },
          failed: { done.value(.failure($0)) }))
    }
  }

  /// The Loop's turn may be over already when work was posted from a continuation; posting makes sure that another comes.
  private func wakeEndOfTurn() { cloud.loop.post {} }
}
