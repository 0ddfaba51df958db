import Protocols
import Runtime

/// Sends the e-mails of the outbox through the mail server that was given, in turn, until each is sent or given up. It
/// ends when its task is cancelled, and goes on from the outbox when the server starts again.
struct MailWorker: Sendable {
  let store: LoopOnly<SNSStore>
  let setting: ServiceSetting
  let signal: Signal

  func run() async {
    while !Task.isCancelled {
      let next = await setting.cloud.step { () throws(AWSError) -> SNSStore.Next<SNSStore.DueMail> in
        let next = try store.value.nextMail(now: Int(setting.clock.milliseconds))
        if case .later(let due) = next { setting.workers.at(milliseconds: Int64(due)) { signal.raise() } }
        return next
      }
      switch next {
      case .item(let mail): await send(mail)
      case .later, .nothing:
        do { try await signal.wait() } catch { return }
      case nil:
        // The database failed; it is asked again in a while.
        do { try await setting.workers.sleep(milliseconds: 1000) } catch { return }
      }
    }
  }

  private func send(_ mail: SNSStore.DueMail) async {
    var failure: String?
    do throws(AWSError) {
      try await setting.ports.mail.send(from: mail.from, to: mail.to, mail.message)
    } catch {
      failure = error.message ?? error.cause ?? error.code
    }
    let words = failure
    _ = await setting.cloud.step { () throws(AWSError) in
      let now = Int(setting.clock.milliseconds)
      let tries = mail.tries + 1
      guard let words else {
        try store.value.mark(mail: mail.row, status: "sent", tries: tries, due: now)
        return
      }
      if let delay = RetryPolicy.mail.delay(afterTries: tries) {
        try store.value.mark(mail: mail.row, status: "sending", tries: tries, due: now + delay)
      } else {
        try store.value.mark(mail: mail.row, status: "failed: \(words)", tries: tries, due: now)
      }
    }
  }
}
