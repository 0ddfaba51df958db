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

  /// The Loop's turn may be over already when work was posted from a continuation; posting makes sure that another comes.
  private func wakeEndOfTurn() { cloud.loop.post {} }
}
