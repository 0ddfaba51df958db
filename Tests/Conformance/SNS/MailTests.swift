import Glibc
import Protocols
import Runtime
import Support
import Testing

@testable import SNS

@Suite struct MailTests {
  private static let date = Timestamp(milliseconds: 1_750_000_000_000)

  private static func message(_ subject: String, _ text: String, from: String = "A <a@example.com>") -> String {
    String(
      decoding: MailFormat.message(
        id: "1", date: date, from: from, to: "b@example.com", subject: subject, text: text), as: UTF8.self)
  }

  @Test func plainTextStandsAsItIs() {
    #expect(
      MailTests.message("Hi", "one\ntwo") == """
        Date: Sun, 15 Jun 2025 15:06:40 +0000\r
        From: A <a@example.com>\r
        To: b@example.com\r
        Message-ID: <1@sns.amazonaws.com>\r
        Subject: Hi\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=UTF-8\r
        Content-Transfer-Encoding: 7bit\r
        \r
        one\r
        two\r

        """)
  }

  @Test func otherTextIsQuotedPrintable() {
    let text = MailTests.message("Grüße", "é=\n" + String(repeating: "x", count: 100))
    #expect(text.contains("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n"))
    #expect(
      text.contains("=C3=A9=3D\r\n" + String(repeating: "x", count: 75) + "=\r\n" + String(repeating: "x", count: 25)))
    for line in text.split(separator: "\r\n") { #expect(line.utf8.count <= 76) }
  }

  @Test func namesAreQuoted() {
    #expect(
      MailTests.message("s", "t", from: "A, \"B\" <a@example.com>").contains("From: \"A, \\\"B\\\"\" <a@example.com>"))
  }

  @Test func triesTheMailServerAgain() async throws {
    let sns = try SNSHouse(sendsMail: true)
    let topic = try await sns.topic()
    sns.mail.fail(2)
    try await sns.subscribe(topic, "email", "a@example.com")
    try await sns.mail.arrived.wait()
    #expect(await sns.mailbox.map(\.status) == ["sending"])
    // Each retry waits ten seconds of the emulator's clock.
    while sns.mail.sent.isEmpty {
      await sns.house.advance(milliseconds: 10_000)
      await Task.yield()
    }
    while await sns.mailbox.first?.status != "sent" { await Task.yield() }
    #expect(sns.mail.sent.map(\.from) == ["no-reply@sns.amazonaws.com"])
  }

  @Test func whatWasCommittedIsSentAfterARestart() async throws {
    let file = "/tmp/cauce-mail-\(UInt64.random(in: 0 ... .max)).sqlite"
    let first = try SNSHouse(path: file, sendsMail: true)
    first.mail.fail(1)
    try await first.subscribe(try await first.topic(), "email", "a@example.com")
    try await first.mail.arrived.wait()
    await first.house.stop()
    #expect(first.mail.sent.isEmpty)
    let second = try SNSHouse(path: file, sendsMail: true)
    while second.mail.sent.isEmpty {
      await second.house.advance(milliseconds: 10_000)
      await Task.yield()
    }
    #expect(second.mail.sent.map(\.to) == ["a@example.com"])
    await second.house.stop()
    unlink(file)
  }

  @Test func retriesGrowAndEnd() {
    let mail = (1...51).map { RetryPolicy.mail.delay(afterTries: $0) }
    #expect(mail[0] == 10_000 && mail[1] == 10_000)
    #expect(mail[11] == 600_000 || mail[11] == 599_999)
    #expect(mail[49] == 600_000 && mail[50] == nil)
    #expect(RetryPolicy.function.delay(afterTries: 3) == 0)
    #expect(RetryPolicy.function.delay(afterTries: 4) == 1000)
    let growing = (6...15).compactMap { RetryPolicy.function.delay(afterTries: $0) }
    #expect(growing == growing.sorted() && growing.last.map { $0 >= 19_999 } == true)
  }

  @Test func jsonMailsCarryTheDocument() async throws {
    var configuration = Configuration()
    configuration.autoConfirmEmail = true
    let sns = try SNSHouse(configuration: configuration)
    let topic = try await sns.topic()
    try await sns.subscribe(topic, "email-json", "a@example.com")
    let id = try await sns.publish(topic, "line\n\"two\"", subject: "S")
    let mails = await sns.mailbox
    #expect(try JSONValue.parse(mails[0].text)["Type"]?.string == "SubscriptionConfirmation")
    #expect(
      mails[1].text.hasPrefix(
        "{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"\(id)\",\n  \"TopicArn\" : \"\(topic)\",\n"
          + "  \"Subject\" : \"S\",\n  \"Message\" : \"line\\n\\\"two\\\"\",\n  \"Timestamp\" : \""))
    #expect(mails[1].text.hasSuffix("\"\n}"))
  }
}
