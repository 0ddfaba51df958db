import Protocols
import Runtime

/// A handler that is a closure of the program that embeds the emulator.
package final class ClosureHandler: Sendable {
  /// What the closure is told beside the event.
  package struct Context: Sendable {
    package let requestID: String
    package let functionName: String
    package let functionVersion: String
    package let invokedFunctionARN: String
    package let memoryLimitInMB: Int
    /// Milliseconds since 1970.
    package let deadline: Int64
    /// Writes a line into the function's log.
    package let log: @Sendable (String) -> Void
  }

  package typealias Body = @Sendable (_ event: [UInt8], _ context: Context) async throws -> [UInt8]

  private let body: Body
  private let loop: any Loop
  private let workers: Workers

  init(_ body: @escaping Body, _ setting: ServiceSetting) {
    self.body = body
    loop = setting.cloud.loop
    workers = setting.workers
  }

  /// On the Loop. A closure that is late is cancelled, and its answer comes too late.
  func run(_ run: RemoteRun) {
    run.begin()
    let function = run.function
    let context = Context(
      requestID: run.invocation.requestID, functionName: function.key.name, functionVersion: function.version,
      invokedFunctionARN: run.invocation.invokedARN, memoryLimitInMB: function.memory,
      deadline: Clock.machineMilliseconds() + Int64(function.timeout) * 1000,
      log: { [loop] line in loop.post { run.write(line + "\n") } })
    let event = run.invocation.payload
    let task = workers.spawn("lambda closure") { [body, loop] in
      do {
        let answer = try await body(event, context)
        loop.post { run.finish(answer.isEmpty ? Array("null".utf8) : answer, functionError: nil) }
      } catch {
        let type = String(describing: Swift.type(of: error))
        let failure = FunctionFailure.body(type, "\(error)")
        loop.post {
          run.write("[ERROR] \(type): \(error)\n")
          run.finish(failure, functionError: "Unhandled")
        }
      }
    }
    loop.after(milliseconds: function.timeout * 1000) {
      if run.invocation.isFinished { return }
      task.cancel()
      run.timedOut()
    }
  }
}
