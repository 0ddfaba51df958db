internal import Glibc
internal import Protocols

/// What goes out.
extension Connection {
  /// Bodies up to this are copied behind their head; larger ones are written from where they are.
  private static let copiedBody = 16 << 10

  /// The application has answered the exchange.
  func answered(_ exchange: Exchange) {
    guard !exchange.isHeld, !isClosed else { return }
    pump()
  }

  private var isTransmitting: Bool {
    if case .none = transmission { return false }
    return true
  }

  /// Queues what can leave now: the answers at the head of the line, as far as they are there.
  func pump() {
    while !isTransmitting, let first = exchanges.first, !first.isHeld {
      guard let answer = first.takeAnswer() else {
        if first.owesContinue, first === receiving, !isConsuming {
          first.owesContinue = false
          output().append("HTTP/1.1 100 Continue\r\n\r\n" as StaticString)
        }
        return
      }
      if first.owesContinue, first === receiving {
        // Whether the body comes now is unknown, and so is what would follow it.
        stopReceiving()
      }
      begin(first, answer.head, answer.body)
    }
  }

  /// The buffer to append to; it will be written at the end of the turn.
  private func output() -> OutputBuffer {
    loop.flush(self)
    if let out {
      if out.isEmpty, !writeBlocked { lastWrite = loop.now }
      return out
    }
    let taken: OutputBuffer = server.takeBuffer()
    out = taken
    lastWrite = loop.now
    return taken
  }

  private func begin(_ exchange: Exchange, _ head: HTTPResponseHead, _ body: HTTPBody) {
    let out: OutputBuffer = output()
    if server.isStopping, exchanges.count == 1 { exchange.closes = true }
    if inputEnded, exchanges.count == 1 { exchange.closes = true }

    // The body, as the client will see it.
    let isBodiless: Bool = StatusLine.hasNoBody(head.status)
    var framing = StreamBody.Framing.none
    var length: Int? = body.length
    if case .stream = body, !exchange.isHead, !isBodiless {
      if let length {
        framing = .length(length)
      } else if exchange.speaksOneOne {
        framing = .chunked
      } else {
        framing = .untilClose
        exchange.closes = true
      }
    }

    StatusLine.append(head.status, to: out)
    var hasDate = false
    for field in head.fields.all {
      switch field.name.utf8.count {
      case 4 where HTTPFields.sameName(field.name, "date"): hasDate = true
      case 14 where HTTPFields.sameName(field.name, "content-length"):
        // Only HEAD may say it: what the length would be.
        if exchange.isHead, let said = Int(field.value) { length = said }
        continue
      default: break
      }
      out.append(field: field.name, field.value)
    }
    if !hasDate { server.date.append(to: out, now: loop.now) }
    if !isBodiless {
      if let length {
        out.append("Content-Length: " as StaticString)
        out.append(decimal: length)
        out.append("\r\n" as StaticString)
      } else if exchange.speaksOneOne {
        out.append("Transfer-Encoding: chunked\r\n" as StaticString)
      }
    }
    if exchange.closes {
      out.append("Connection: close\r\n\r\n" as StaticString)
    } else if exchange.speaksOneOne {
      out.append("\r\n" as StaticString)
    } else {
      out.append("Connection: keep-alive\r\n\r\n" as StaticString)
    }
    send(exchange, body, framing, isBodiless: isBodiless || exchange.isHead, out)
  }

  private func send(
    _ exchange: Exchange, _ body: HTTPBody, _ framing: StreamBody.Framing, isBodiless: Bool, _ out: OutputBuffer
  ) {
    rangeIndex = 0
    sent = 0
    switch body {
    case .stream(let source):
      let stream = StreamBody(self, source, framing)
      if isBodiless {
        stream.end()
        break
      }
      transmission = .stream(stream)
      loop.proceed(self)
      return
    case .bytes(let bytes):
      if isBodiless || bytes.isEmpty { break }
      if bytes.count <= Connection.copiedBody {
        out.append(bytes)
        break
      }
      transmission = .bytes(bytes)
      return
    case .files(let ranges):
      if isBodiless || !ranges.contains(where: { $0.length > 0 }) { break }
      transmission = .files(ranges)
      return
    }
    complete()
  }

  /// The first answer is queued whole; the connection may end with it.
  private func complete() {
    let wasFull: Bool = !wantsInput
    let exchange: Exchange = exchanges.removeFirst()
    if exchange.closes, receiving !== exchange {
      closesWhenWritten = true
      takesNoMore = true
      abandonRest()
    }
    exchange.completed()
    if inputEnded, exchanges.isEmpty { closesWhenWritten = true }
    if wasFull, !isPaused { loop.proceed(self) }
  }

  /// Nothing of what follows will be answered.
  private func abandonRest() {
    guard !exchanges.isEmpty else { return }
    let rest: [Exchange] = exchanges
    exchanges = []
    for exchange in rest { exchange.disconnected() }
  }

  /// A stream's end is queued.
  func transmitted() {
    transmission = .none
    loop.flush(self)
    guard !exchanges.isEmpty else { return }
    complete()
    pump()
  }

  /// A stream cannot be completed: what is queued still leaves, then the connection ends.
  func cutShort(reset: Bool) {
    guard !isClosed else { return }
    transmission = .none
    resetsOnClose = resetsOnClose || reset
    closesWhenWritten = true
    takesNoMore = true
    if !exchanges.isEmpty { exchanges.removeFirst().completed() }
    abandonRest()
    if receiving != nil { stopReceiving() }
    loop.flush(self)
    loop.proceed(self)
  }

  // MARK: Writing

  /// Writes what is queued, in as few calls as can be. Never calls the application.
  func writeQueued() {
    guard !isClosed, !isBroken, !writeBlocked else { return }
    do throws(IOError) {
      if try sendPending() { try write() }
      if hasPending { writeBlocked = true }
    } catch {
      isBroken = true
      loop.proceed(self)
      return
    }
    if writeBlocked {
      updateInterest()
    } else if let out, out.isEmpty {
      if case .stream(let body) = transmission {
        if body.waitsForResume { loop.proceed(self) }
      } else {
        // An idle connection holds no buffer.
        self.out = nil
        server.giveBack(out)
      }
    }
    if closesWhenWritten { loop.proceed(self) }
  }

  private func write() throws(IOError) {
    if case .bytes(let bytes) = transmission {
      try write(bytes)
      return
    }
    if let out, !out.isEmpty {
      var more = false
      if case .files = transmission { more = true }
      guard try advance(send(out.bytes, more: more), of: out.count, out) else { return }
    }
    if case .files(let ranges) = transmission { try write(ranges) }
  }

  /// Counts what was written; false where the kernel takes no more.
  private func advance(_ outcome: System.Outcome, of count: Int, _ out: OutputBuffer) -> Bool {
    guard case .done(let written) = outcome else {
      writeBlocked = true
      return false
    }
    lastWrite = loop.now
    out.drop(written)
    if written < count { writeBlocked = true }
    return written == count
  }

  /// The head and a large body in one call.
  private func write(_ bytes: [UInt8]) throws(IOError) {
    let head: Int = out?.count ?? 0
    let rest: Int = bytes.count - sent
    let base: UnsafeRawBufferPointer = out?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    let result: Result<System.Outcome, IOError> = bytes.withUnsafeBytes { body in
      let left = UnsafeRawBufferPointer(rebasing: body[sent...])
      do throws(IOError) {
        return .success(
          head > 0
            ? try send(base, left) : try send(left, more: false))
      } catch {
        return .failure(error)
      }
    }
    guard case .done(let written) = try result.get() else {
      writeBlocked = true
      return
    }
    lastWrite = loop.now
    out?.drop(min(written, head))
    sent += max(0, written - head)
    if written < head + rest {
      writeBlocked = true
    } else {
      bodyWritten()
    }
  }

  private func write(_ ranges: [FileRange]) throws(IOError) {
    var allowance: Int = server.configuration.sendFileLimit
    while rangeIndex < ranges.count {
      let range: FileRange = ranges[rangeIndex]
      let left: Int = range.length - sent
      if left == 0 {
        rangeIndex += 1
        sent = 0
        continue
      }
      guard allowance > 0 else {
        // Others shall have their turn.
        loop.flush(self)
        return
      }
      let outcome: System.Outcome = try sendFile(
        from: range.descriptor, offset: range.offset + sent, count: min(left, allowance))
      guard case .done(let written) = outcome else {
        writeBlocked = true
        return
      }
      // The file is shorter than was said: the client must see that something is missing.
      if written == 0 { throw IOError(code: EIO, call: "sendfile: the file ended early") }
      lastWrite = loop.now
      sent += written
      allowance -= written
    }
    bodyWritten()
  }

  /// A body of known length is out; the next answer may follow.
  private func bodyWritten() {
    transmission = .none
    rangeIndex = 0
    sent = 0
    complete()
    // The next answers are begun where the application may be called.
    loop.proceed(self)
  }
}
