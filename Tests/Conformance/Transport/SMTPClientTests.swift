import Testing

@testable import Transport

/// Runs a dialogue against replies that are given as it asks for them; what it sent, and how it ended.
private func talk(
  to recipients: [String] = ["r@example.com"], message: String = "Subject: x\n\nhello\n", replies: [String],
  pieces: Int = 1000
) throws -> (sent: [String], receipt: SMTPReceipt?, error: SMTPError?) {
  var dialogue = try SMTPDialogue(
    hello: "me", from: "s@example.com", to: recipients, message: Array(message.utf8))
  var sent: [String] = []
  for reply in replies {
    let bytes: [UInt8] = Array(reply.utf8)
    var kept: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      kept += bytes[start..<min(bytes.count, start + pieces)]
      var offset = 0
      let copy: [UInt8] = kept
      reading: while true {
        switch copy.withUnsafeBytes({ dialogue.next($0, &offset) }) {
        case .needMore: break reading
        case .send(let command): sent.append(String(decoding: command, as: UTF8.self))
        case .done(let receipt): return (sent, receipt, nil)
        case .failed(let error): return (sent, nil, error)
        }
      }
      kept.removeFirst(offset)
    }
  }
  return (sent, nil, nil)
}

struct SMTPClientTests {
  private static let good: [String] = [
    "220-hello\r\n220 there\r\n", "250-me\r\n250-SIZE 1000\r\n250 HELP\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n",
    "250 queued as 7\r\n",
  ]

  @Test("A message is delivered, whatever the pieces of the replies", arguments: [1, 2, 3, 1000])
  func delivery(_ pieces: Int) throws {
    let outcome = try talk(message: ".a\n..b\r\n.\r\nc\rd", replies: SMTPClientTests.good, pieces: pieces)
    #expect(outcome.receipt == SMTPReceipt(reply: "queued as 7", refused: []))
    #expect(
      outcome.sent == [
        "EHLO me\r\n", "MAIL FROM:<s@example.com> SIZE=21\r\n", "RCPT TO:<r@example.com>\r\n", "DATA\r\n",
        "..a\r\n...b\r\n..\r\nc\r\nd\r\n.\r\n", "QUIT\r\n",
      ])
  }

  @Test("A server without EHLO is greeted with HELO")
  func helo() throws {
    let outcome = try talk(replies: ["220 a\r\n", "502 what\r\n", "250 ok\r\n"])
    #expect(outcome.sent == ["EHLO me\r\n", "HELO me\r\n", "MAIL FROM:<s@example.com>\r\n"])
  }

  @Test("Refused recipients are named; without any the message is not sent")
  func refusedRecipients() throws {
    let replies: [String] = [
      "220 a\r\n", "250 a\r\n", "250 ok\r\n", "550 no\r\n", "250 ok\r\n", "354 go\r\n", "250 ok\r\n",
    ]
    let some = try talk(to: ["a@x", "b@x"], replies: replies)
    #expect(some.receipt?.refused.count == 1)
    #expect(some.receipt?.refused.first?.recipient == "a@x")
    #expect(some.receipt?.refused.first?.reply == "550 no")
    let none = try talk(replies: ["220 a\r\n", "250 a\r\n", "250 ok\r\n", "550-no\r\n550 never\r\n"])
    #expect(none.error == .refused(command: "RCPT TO:<r@example.com>", code: 550, text: "no never"))
    #expect(none.sent.last == "QUIT\r\n")
  }

  @Test("A refusal of each command ends the dialogue with its code", arguments: 0..<6)
  func refusals(_ step: Int) throws {
    var replies: [String] = SMTPClientTests.good
    replies[step] = "554 no\r\n"
    let outcome = try talk(replies: replies)
    guard case .refused(_, 554, "no") = outcome.error else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(outcome.sent.last == "QUIT\r\n")
  }

  @Test(
    "Replies that are none end the dialogue",
    arguments: ["hello\r\n", "22\r\n", "220-a\r\n250 b\r\n", "220 a\n", "220_a\r\n"])
  func malformed(_ reply: String) throws {
    #expect(try talk(replies: [reply]).error == .malformed)
  }

  @Test("What the server cannot take is not sent; addresses cannot carry commands")
  func unsendable() throws {
    let plain: [String] = ["220 a\r\n", "250 a\r\n"]
    #expect(try talk(message: "ü", replies: plain).error?.description.contains("8BITMIME") ?? false)
    #expect(try talk(to: ["ü@x"], replies: plain).error?.description.contains("SMTPUTF8") ?? false)
    let able: [String] = ["220 a\r\n", "250-a\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"]
    #expect(
      try talk(to: ["ü@x"], message: "ü", replies: able).sent.last
        == "MAIL FROM:<s@example.com> BODY=8BITMIME SMTPUTF8\r\n")
    for address in ["a@b>\r\nRCPT TO:<c@d", "a b@c", "<a@b>", "a@b\u{0}"] {
      #expect(throws: SMTPError.unsendable("the address \(address)")) { try talk(to: [address], replies: []) }
    }
  }

  @Test("Over a socket a message arrives, and a server that closes or is silent is told of")
  func live() async throws {
    let seen = Steps()
    let fake = try FakeServer { peer in
      peer.send("220 fake\r\n")
      guard peer.receive(upTo: "\r\n") == "EHLO box\r\n" else { return }
      peer.send("250-fake\r\n250 8BITMIME\r\n")
      let sender: String = peer.receive(upTo: "\r\n")
      seen.add(sender)
      if sender.contains("closed") { return }
      if sender.contains("silent") {
        _ = peer.receive()
        return
      }
      peer.send("250 ok\r\n")
      seen.add(peer.receive(upTo: "\r\n"))
      peer.send("250 ok\r\n")
      seen.add(peer.receive(upTo: "\r\n"))
      peer.send("354 go\r\n")
      seen.add(peer.receive(upTo: "\r\n.\r\n"))
      peer.send("250 taken\r\n")
      seen.add(peer.receive(upTo: "\r\n"))
      peer.send("221 bye\r\n")
    }
    defer { fake.end() }
    let thread = try LoopThread()
    defer { thread.end() }
    let client = SMTPClient(loop: thread.loop, hello: "box")
    let message: [UInt8] = Array("Subject: grüße\n\n".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 200_000)
    let receipt = try await client.send(
      host: "127.0.0.1", port: fake.port, from: "s@a", to: ["r@b"], message: message)
    #expect(receipt == SMTPReceipt(reply: "taken", refused: []))
    #expect(Array(seen.all.prefix(3)) == ["MAIL FROM:<s@a> BODY=8BITMIME\r\n", "RCPT TO:<r@b>\r\n", "DATA\r\n"])
    #expect(seen.all[3].utf8.count == message.count + "\r\n.\r\n".utf8.count + 2)
    await #expect(throws: SMTPError.closed) {
      try await client.send(host: "127.0.0.1", port: fake.port, from: "closed@a", to: ["r@b"], message: [])
    }
    await #expect(throws: SMTPError.timedOut) {
      try await client.send(
        host: "127.0.0.1", port: fake.port, from: "silent@a", to: ["r@b"], message: [], timeout: .milliseconds(30))
    }
  }
}
