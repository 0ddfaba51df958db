import Protocols
import Runtime

/// Handlers that are URLs: the event is POSTed, with the Runtime API's fields, and what comes back is the result. A status
/// of 400 or more says that the handler failed; its body is the error where it is one of Lambda's (`errorType`).
enum URLHandler {
  /// On the Loop.
  static func run(_ run: RemoteRun, at url: String, _ setting: ServiceSetting) {
    run.begin()
    let seconds = run.function.timeout
    let fields = RuntimeFields.of(
      run.invocation, deadline: Clock.machineMilliseconds() + Int64(seconds) * 1000)
    let payload = run.invocation.payload
    guard let web = setting.ports.web else {
      return fail(run, "Runtime.HandlerUnreachable", "nothing here sends HTTP")
    }
    setting.workers.spawn("lambda url") {
      let outcome: Result<WebAnswer, WebFailure>
      do throws(WebFailure) {
        outcome = .success(try await web.send(url, "POST", fields, payload, seconds: seconds))
      } catch {
        outcome = .failure(error)
      }
      setting.cloud.loop.post {
        switch outcome {
        case .failure(.timedOut): run.timedOut()
        case .failure(.failed(let reason)): fail(run, "Runtime.HandlerUnreachable", "\(url): \(reason)")
        case .success(let answer) where answer.status >= 400:
          if JSONErrorBody.type(of: answer.body) != nil {
            run.finish(answer.body, functionError: "Unhandled")
          } else {
            fail(run, "Runtime.HandlerFailed", "\(url) answered \(answer.status)")
          }
        case .success(let answer):
          run.finish(answer.body.isEmpty ? Array("null".utf8) : answer.body, functionError: nil)
        }
      }
    }
  }

  private static func fail(_ run: RemoteRun, _ type: String, _ message: String) {
    run.write("[ERROR] \(type): \(message)\n")
    run.finish(
      FunctionFailure.body(type, message), functionError: "Unhandled", status: "error", errorType: type)
  }
}
