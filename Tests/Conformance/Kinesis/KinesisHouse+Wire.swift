import Protocols
import Support

@testable import Kinesis

extension KinesisHouse {
  /// A request as a client sends it and the answer as it stands on the wire: the status, then the body, a line for each
  /// member, with words in place of times, sequence numbers and iterators.
  func wire(_ operation: String, _ body: String) async -> String {
    let answer = await house.send(
      "POST", "/",
      fields: [
        ("Authorization", KinesisHouse.authorization), ("Content-Type", "application/x-amz-json-1.1"),
        ("X-Amz-Target", "Kinesis_20131202." + operation),
      ], body: Array(body.utf8))
    let text = String(decoding: answer.body, as: UTF8.self)
    return text.isEmpty ? "\(answer.status)" : "\(answer.status)\n" + KinesisHouse.steady(text)
  }

  private static let authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=00"

  private static func steady(_ body: String) -> String {
    body.replacing(#/"([A-Za-z]+Timestamp)":[0-9.E]+/#) { "\"\($0.output.1)\":<time>" }
      .replacing(#/"(StartedAt|EarliestAllowedEndAt|EndedAt)":[0-9.E]+/#) { "\"\($0.output.1)\":<time>" }
      .replacing(#/"[0-9]{56}"/#, with: "\"<number>\"")
      .replacing(#/"AAAAAAA[A-Za-z0-9+\/=]{281,305}"/#, with: "\"<iterator>\"")
      .replacing(#/:[0-9]{10}(?=")/#, with: ":<time>")
      .replacing(#/,(?=["{])/#, with: ",\n")
      .replacing(" failed to satisfy constraint: ", with: "\nfailed to satisfy constraint: ")
  }
}
