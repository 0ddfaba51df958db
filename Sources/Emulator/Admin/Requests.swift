import Protocols
import Runtime

extension AdminRoom {
  /// `GET /_cauce/requests[?last=N]`: the last calls, oldest first.
  func requests(_ call: AdminCall) {
    let all = log?.entries ?? []
    let count = call.parameter("last").flatMap(Int.init) ?? all.count
    call.answer(200, .array(all.suffix(max(0, count)).map(AdminRoom.json)))
  }

  static func json(_ entry: RequestLog.Entry) -> JSONValue {
    [
      "id": .string(entry.id),
      "time": .string(Timestamp(milliseconds: entry.time).iso8601()),
      "account": .string(entry.account),
      "region": .string(entry.region),
      "accessKey": .string(entry.accessKey),
      "service": .string(entry.service),
      "operation": .string(entry.operation),
      "status": .number(String(entry.status)),
      "errorCode": entry.errorCode.map { .string($0) } ?? .null,
      "errorMessage": entry.errorMessage.map { .string($0) } ?? .null,
      "milliseconds": .number(String(entry.duration)),
    ]
  }

  /// `GET /_cauce/events`: each call as it ends, as server-sent events
  /// (https://html.spec.whatwg.org/multipage/server-sent-events.html).
  func follow(_ call: AdminCall) {
    let feed: EventFeed
    if let events {
      feed = events
    } else {
      feed = EventFeed()
      events = feed
      log?.onEntry = { [weak feed] entry in feed?.publish(AdminRoom.json(entry)) }
    }
    let source = EventFeed.Reader(feed)
    feed.add(source)
    call.responder.respond(
      HTTPResponseHead(
        status: 200,
        fields: HTTPFields([
          .init(name: "Content-Type", value: "text/event-stream"), .init(name: "Cache-Control", value: "no-store"),
        ])), .stream(source))
  }
}

/// Everyone who listens to `/_cauce/events`. Loop only.
final class EventFeed {
  private var readers: [ObjectIdentifier: Reader] = [:]

  func add(_ reader: Reader) { readers[ObjectIdentifier(reader)] = reader }
  func remove(_ reader: Reader) { readers[ObjectIdentifier(reader)] = nil }

  func publish(_ value: JSONValue) {
    if readers.isEmpty { return }
    let bytes = Array("data: ".utf8) + value.bytes + [10, 10]
    for reader in Array(readers.values) { reader.send(bytes) }
  }

  /// One listener. A listener that does not read loses events rather than filling the memory.
  ///
  /// `@unchecked Sendable`: a `BodySource` is called on the Loop only.
  final class Reader: BodySource, @unchecked Sendable {
    let length: Int? = nil
    private weak var feed: EventFeed?
    private var out: (any BodyWriter)?
    private var isFull = false

    init(_ feed: EventFeed) { self.feed = feed }

    func resume(_ out: any BodyWriter) {
      if self.out == nil {
        self.out = out
        isFull = !out.write(Array(": cauce\n\n".utf8))
      } else {
        isFull = false
      }
    }

    func closed() {
      out = nil
      feed?.remove(self)
    }

    func send(_ bytes: [UInt8]) {
      guard let out, !isFull else { return }
      isFull = !out.write(bytes)
    }
  }
}
