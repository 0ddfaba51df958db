/// Why a message was not taken.
package enum SMTPError: Error, Sendable, Equatable, CustomStringConvertible {
  case noSuchHost(String)
  case connect(IOError)
  case io(IOError)
  case timedOut
  /// The server closed amid the dialogue.
  case closed
  /// What the server sent is no SMTP.
  case malformed
  /// The server refused the command; its code and text.
  case refused(command: String, code: Int, text: String)
  /// An address that would break the dialogue, or one or a message that needs an extension the server has not.
  case unsendable(String)

  package var description: String {
    switch self {
    case .noSuchHost(let host): "no such host: \(host)"
    case .connect(let error), .io(let error): error.description
    case .timedOut: "timed out"
    case .closed: "the server closed the connection amid the dialogue"
    case .malformed: "the server does not speak SMTP"
    case .refused(let command, let code, let text): "\(command) was answered \(code) \(text)"
    case .unsendable(let what): "not sendable: \(what)"
    }
  }
}

/// What the server said when it took the message.
package struct SMTPReceipt: Sendable, Equatable {
  /// The text of the reply to the message, often with the server's identifier of it.
  package var reply: String
  /// Recipients that the server did not take, with its reply; the others have the message.
  package var refused: [(recipient: String, reply: String)]

  package static func == (a: SMTPReceipt, b: SMTPReceipt) -> Bool {
    a.reply == b.reply && a.refused.elementsEqual(b.refused) { $0 == $1 }
  }
}

/// The client's side of one SMTP delivery (RFC 5321). A value without a socket: replies in, commands out.
struct SMTPDialogue {
  enum Event {
    case needMore
    case send([UInt8])
    /// The message is the server's; `QUIT` has been given to send before.
    case done(SMTPReceipt)
    case failed(SMTPError)
  }

  private enum Place {
    case greeting
    case ehlo
    case helo
    case mail
    case recipient(Int)
    case data
    case message
    case over
  }

  private static let lineLimit = 4096
  private static let linesPerReply = 256

  private let hello: String
  private let sender: String
  private let recipients: [String]
  private let message: [UInt8]
  private var place = Place.greeting
  private var scanned = 0
  private var replyCode = 0
  private var replyLines: [String] = []
  private var extensions: Set<String> = []
  private var refused: [(recipient: String, reply: String)] = []
  private var lastRefusal: SMTPError?
  private var pending: [Event] = []

  /// `message` has header and body; its line ends become CRLF and its leading dots are doubled here. Throws for an
  /// address that cannot stand in a command.
  init(hello: String, from sender: String, to recipients: [String], message: [UInt8]) throws(SMTPError) {
    guard !recipients.isEmpty else { throw .unsendable("a message without recipients") }
    for address in [sender] + recipients {
      let isSound: Bool = address.utf8.allSatisfy { byte in
        byte > 0x20 && byte != 0x7f && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
      }
      guard isSound, address.utf8.count <= 320 else { throw .unsendable("the address \(address)") }
    }
    self.hello = hello
    self.sender = sender
    self.recipients = recipients
    self.message = SMTPDialogue.stuffed(message)
  }

  /// The next event from `offset` on, which moves behind what was used.
  mutating func next(_ input: UnsafeRawBufferPointer, _ offset: inout Int) -> Event {
    if !pending.isEmpty { return pending.removeFirst() }
    while true {
      switch HTTP1Syntax.line(input, &offset, scanned: &scanned) {
      case .incomplete: return scanned > SMTPDialogue.lineLimit ? fail(.malformed) : .needMore
      case .malformed: return fail(.malformed)
      case .complete(let line):
        guard let isLast = take(line) else { return fail(.malformed) }
        if isLast { return answer() }
      }
    }
  }

  /// One line of a reply, `250-text` or `250 text`: whether it is the reply's last; nil where it is none.
  private mutating func take(_ line: UnsafeRawBufferPointer) -> Bool? {
    guard line.count >= 3, replyLines.count < SMTPDialogue.linesPerReply else { return nil }
    var code = 0
    for index in 0..<3 {
      guard line[index] &- 48 < 10 else { return nil }
      code = code * 10 + Int(line[index] &- 48)
    }
    let mark: UInt8 = line.count > 3 ? line[3] : UInt8(ascii: " ")
    guard mark == UInt8(ascii: " ") || mark == UInt8(ascii: "-"), replyLines.isEmpty || code == replyCode else {
      return nil
    }
    replyCode = code
    replyLines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
    return mark == UInt8(ascii: " ")
  }

  private mutating func fail(_ error: SMTPError) -> Event {
    place = .over
    return .failed(error)
  }

  /// Ends the dialogue in good form.
  private mutating func leave(_ event: Event) -> Event {
    place = .over
    pending.append(event)
    return .send(Array("QUIT\r\n".utf8))
  }

  private func command(_ text: String) -> Event { .send(Array((text + "\r\n").utf8)) }

  /// A whole reply is there.
  private mutating func answer() -> Event {
    let code: Int = replyCode
    let lines: [String] = replyLines
    let text: String = lines.joined(separator: " ")
    replyLines = []
    switch place {
    case .greeting:
      guard code == 220 else { return leave(.failed(.refused(command: "the connection", code: code, text: text))) }
      place = .ehlo
      return command("EHLO \(hello)")
    case .ehlo:
      // A server from before RFC 1869.
      if code == 500 || code == 502 || code == 504 {
        place = .helo
        return command("HELO \(hello)")
      }
      guard code == 250 else { return leave(.failed(.refused(command: "EHLO", code: code, text: text))) }
      for line in lines.dropFirst() {
        extensions.insert(line.split(separator: " ").first.map { $0.uppercased() } ?? "")
      }
      return beginMail()
    case .helo:
      guard code == 250 else { return leave(.failed(.refused(command: "HELO", code: code, text: text))) }
      return beginMail()
    case .mail:
      guard code == 250 else { return leave(.failed(.refused(command: "MAIL FROM", code: code, text: text))) }
      place = .recipient(0)
      return command("RCPT TO:<\(recipients[0])>")
    case .recipient(let index):
      if code != 250 && code != 251 {
        refused.append((recipients[index], "\(code) \(text)"))
        lastRefusal = .refused(command: "RCPT TO:<\(recipients[index])>", code: code, text: text)
      }
      if index + 1 < recipients.count {
        place = .recipient(index + 1)
        return command("RCPT TO:<\(recipients[index + 1])>")
      }
      if refused.count == recipients.count, let lastRefusal { return leave(.failed(lastRefusal)) }
      place = .data
      return command("DATA")
    case .data:
      guard code == 354 else { return leave(.failed(.refused(command: "DATA", code: code, text: text))) }
      place = .message
      return .send(message)
    case .message:
      guard code == 250 else { return leave(.failed(.refused(command: "the message", code: code, text: text))) }
      return leave(.done(SMTPReceipt(reply: text, refused: refused)))
    case .over: return .needMore
    }
  }

  private mutating func beginMail() -> Event {
    var parameters = ""
    // The dot that ends the message does not count (RFC 1870 §5).
    if extensions.contains("SIZE") { parameters += " SIZE=\(message.count - 3)" }
    if message.contains(where: { $0 >= 0x80 }) {
      guard extensions.contains("8BITMIME") else {
        return leave(.failed(.unsendable("a message of 8-bit bytes, for the server has no 8BITMIME")))
      }
      parameters += " BODY=8BITMIME"
    }
    if ([sender] + recipients).contains(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) {
      guard extensions.contains("SMTPUTF8") else {
        return leave(.failed(.unsendable("an address that is not ASCII, for the server has no SMTPUTF8")))
      }
      parameters += " SMTPUTF8"
    }
    place = .mail
    return command("MAIL FROM:<\(sender)>\(parameters)")
  }

  /// The message as it goes over the wire: every line ends with CRLF, a leading dot is doubled, a dot alone ends it
  /// (RFC 5321 §4.5.2).
  private static func stuffed(_ message: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(message.count + message.count / 32 + 8)
    var isLineStart = true
    var index = 0
    while index < message.count {
      let byte: UInt8 = message[index]
      index += 1
      if byte == HTTP1Syntax.cr || byte == HTTP1Syntax.lf {
        if byte == HTTP1Syntax.cr, index < message.count, message[index] == HTTP1Syntax.lf { index += 1 }
        out.append(HTTP1Syntax.cr)
        out.append(HTTP1Syntax.lf)
        isLineStart = true
        continue
      }
      if isLineStart, byte == UInt8(ascii: ".") { out.append(byte) }
      out.append(byte)
      isLineStart = false
    }
    if !isLineStart { out += [HTTP1Syntax.cr, HTTP1Syntax.lf] }
    return out + Array(".\r\n".utf8)
  }
}
