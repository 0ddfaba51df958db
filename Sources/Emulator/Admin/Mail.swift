import Protocols
import Runtime

extension AdminRoom {
  /// `GET /_cauce/mail`: every e-mail, newest last. `GET /_cauce/mail/<id>.eml`: one as it is sent.
  func mail(_ call: AdminCall) {
    let mails = inspection?.mailbox ?? []
    guard call.parts.count == 2 else {
      call.answer(200, .array(mails.map(AdminRoom.json)))
      return
    }
    let name = call.parts[1]
    let id = name.hasSuffix(".eml") ? String(name.dropLast(4)) : name
    guard let mail = mails.first(where: { $0.id == id }) else {
      call.answer(404, ["error": .string("there is no e-mail \(id)")])
      return
    }
    if name.hasSuffix(".eml") {
      call.answer(200, mail.message, type: "message/rfc822")
    } else {
      call.answer(200, AdminRoom.json(mail))
    }
  }

  private static func json(_ mail: Runtime.Mail) -> JSONValue {
    [
      "id": .string(mail.id),
      "date": .string(mail.date.iso8601(.milliseconds)),
      "from": .string(mail.from),
      "to": .string(mail.to),
      "subject": .string(mail.subject),
      "text": .string(mail.text),
      "topicArn": .string(mail.topicARN),
      "status": .string(mail.status),
    ]
  }

  /// `POST /_cauce/flush[?stream=NAME]`: delivery streams deliver what they hold, now.
  func flush(_ call: AdminCall) {
    inspection?.flush(call.parameter("stream"))
    call.answer(200, ["flushed": call.parameter("stream").map { .string($0) } ?? "all"])
  }
}
