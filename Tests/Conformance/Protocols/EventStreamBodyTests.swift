import Testing

@testable import Protocols

/// Events as shapes, in each protocol, over a writer that is sometimes full.
@Suite struct EventStreamBodyTests {
  private enum Output: StructureShape {
    static let name = Member<String>("Name")
    static let shape = structure("Output", name)
  }
  private enum Progress: StructureShape {
    static let done = Required<Int>("Done")
    static let at = Member<Timestamp>("At")
    static let shape = structure("Progress", done, at)
  }
  private enum Bytes: StructureShape {
    static let kind = Member<String>("Kind", .header("kind"))
    static let data = Member<Blob>("Data", .payload)
    static let shape = structure("Bytes", kind, data)
  }
  private final class Out: BodyWriter {
    var bytes: [UInt8] = []
    var isFull = false
    var isFinished = false
    func write(_ bytes: [UInt8]) -> Bool {
      self.bytes += bytes
      return !isFull
    }
    func finish() { isFinished = true }
    func abort() {}
    var messages: [EventStreamMessage] {
      var decoder = EventStreamDecoder()
      decoder.feed(bytes)
      var messages: [EventStreamMessage] = []
      while let message = try? decoder.next() { messages.append(message) }
      return messages
    }
  }

  private static let service = ServiceDescription(
    name: "s", title: "S", model: "", signingName: "s", protocols: [.awsJSON(version: "1.1")])
  private static let initial = Values<Output>.with { $0[Output.name] = "n" }.structure
  private static let progress = Values<Progress>.with {
    $0[Progress.done] = 3
    $0[Progress.at] = Timestamp(milliseconds: 1_789_779_944_600)
  }.structure

  @Test func beginsWithTheOutputInRPCProtocols() throws {
    let body = EventStreamBody(initial: Self.initial)
    body.format = Self.service.format(.awsJSON(version: "1.1"))
    let out = Out()
    body.resume(out)
    body.send("Progress", Self.progress)
    body.finish()
    #expect(
      out.messages == [
        .event("initial-response", contentType: "application/x-amz-json-1.1", payload: Array(#"{"Name":"n"}"#.utf8)),
        .event(
          "Progress", contentType: "application/x-amz-json-1.1",
          payload: Array(#"{"Done":3,"At":1.7897799446E9}"#.utf8)),
      ])
    #expect(out.isFinished)
  }

  @Test func restHasNoInitialResponse() throws {
    let body = EventStreamBody(initial: Self.initial)
    body.format = Self.service.format(.restXML)
    let out = Out()
    body.resume(out)
    body.send("Progress", Self.progress)
    body.send(
      "Bytes",
      Values<Bytes>.with {
        $0[Bytes.kind] = "k"
        $0[Bytes.data] = Blob([1, 2])
      }.structure)
    let messages = out.messages
    #expect(messages.count == 2)
    #expect(
      String(decoding: messages[0].payload, as: UTF8.self).hasSuffix(
        "<Progress><Done>3</Done><At>2026-09-19T01:05:44.6Z</At></Progress>"))
    #expect(messages[0][":content-type"] == .string("text/xml"))
    #expect(messages[1].payload == [1, 2])
    #expect(messages[1]["kind"] == .string("k"))
    #expect(messages[1][":content-type"] == .string("application/octet-stream"))
  }

  /// What is sent before the transport is ready, or while it is full, leaves later and in order.
  @Test func keepsWhatCannotLeaveYet() throws {
    let body = EventStreamBody(initial: Structure(Nothing.shape))
    body.format = Self.service.format(.rpcV2CBOR)
    var ready = 0
    body.onReady = { ready += 1 }
    #expect(!body.send("Progress", Self.progress))
    let out = Out()
    out.isFull = true
    body.resume(out)
    #expect(out.messages.map { $0[":event-type"] } == [.string("initial-response"), .string("Progress")])
    #expect(ready == 0)
    #expect(!body.send("Progress", Self.progress))
    #expect(out.messages.count == 2)
    out.isFull = false
    body.resume(out)
    #expect(out.messages.count == 3)
    #expect(ready == 1)
  }

  @Test func anErrorEndsTheBody() throws {
    let body = EventStreamBody(initial: Structure(Nothing.shape))
    body.format = Self.service.format(.awsJSON(version: "1.1"))
    let out = Out()
    body.resume(out)
    body.fail(AWSError("ResourceNotFoundException", "gone"))
    #expect(!body.send("Progress", Self.progress))
    let last = try #require(out.messages.last)
    #expect(last[":message-type"] == .string("exception"))
    #expect(last[":exception-type"] == .string("ResourceNotFoundException"))
    #expect(
      String(decoding: last.payload, as: UTF8.self) == #"{"__type":"ResourceNotFoundException","message":"gone"}"#)
    #expect(out.isFinished)
  }

  @Test func tellsOnceThatItIsClosed() {
    let body = EventStreamBody(initial: Structure(Nothing.shape))
    var closed = 0
    body.onClosed = { closed += 1 }
    body.closed()
    body.closed()
    #expect(closed == 1)
    #expect(!body.send("Progress", Self.progress))
  }
}
