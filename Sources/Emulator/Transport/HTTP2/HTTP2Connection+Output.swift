internal import CNGHTTP2
internal import Glibc
internal import Protocols

/// What goes out.
extension HTTP2Connection {
  /// So much is put together before it is given to the socket.
  private static let batch = 64 << 10

  // MARK: Heads

  func sendContinue(_ stream: HTTP2Stream) {
    stream.owesContinue = false
    let fields: HTTP2FieldBlock = server.fieldBlock
    fields.removeAll()
    fields.add(":status", "100")
    fields.withFields { list, count in
      _ = nghttp2_submit_headers(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, nil, list, count, nil)
    }
  }

  /// Queues the head of the stream's answer; its body, if it has one, is asked for piece by piece.
  func submit(_ stream: HTTP2Stream, _ head: HTTPResponseHead, hasBody: Bool, length: Int?) {
    guard !isClosed else { return }
    let fields: HTTP2FieldBlock = server.fieldBlock
    fields.removeAll()
    fields.add(status: head.status)
    var hasDate = false
    var length: Int? = length
    for field in head.fields.all {
      switch field.name.utf8.count {
      case 4 where HTTPFields.sameName(field.name, "date"): hasDate = true
      case 7 where HTTPFields.sameName(field.name, "upgrade"): continue
      case 10
      where HTTPFields.sameName(field.name, "connection") || HTTPFields.sameName(field.name, "keep-alive"):
        continue
      case 14 where HTTPFields.sameName(field.name, "content-length"):
        // Only HEAD may say it: what the length would be.
        if stream.isHead, let said = Int(field.value) { length = said }
        continue
      case 17 where HTTPFields.sameName(field.name, "transfer-encoding"): continue
      default: break
      }
      fields.add(field.name, field.value)
    }
    if !hasDate { server.date.withText(now: loop.now) { fields.add("date", bytes: $0) } }
    if let length, !StatusLine.hasNoBody(head.status) { fields.add("content-length", String(length)) }
    fields.withFields { list, count in
      if hasBody {
        var provider = nghttp2_data_provider()
        provider.source.ptr = Unmanaged.passUnretained(stream).toOpaque()
        provider.read_callback = { _, _, _, limit, flags, source, _ in
          guard let flags, let pointer = source?.pointee.ptr else {
            return ssize_t(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
          }
          return Unmanaged<HTTP2Stream>.fromOpaque(pointer).takeUnretainedValue().offer(limit, &flags.pointee)
        }
        _ = nghttp2_submit_response(session, stream.id, list, count, &provider)
      } else {
        _ = nghttp2_submit_response(session, stream.id, list, count, nil)
      }
    }
    loop.flush(self)
  }

  /// There is more of the stream's body.
  func resumeData(_ stream: HTTP2Stream) {
    guard !isClosed else { return }
    nghttp2_session_resume_data(session, stream.id)
    loop.flush(self)
  }

  // MARK: Writing

  /// One DATA frame: the library's header, and the bytes that the stream offered.
  func append(_ id: Int32, _ header: UnsafeRawBufferPointer, _ count: Int) -> Int32 {
    let before: Int = out.count
    out.append(header)
    guard let stream = stream(id), stream.append(count, to: out) else {
      out.truncate(to: before)
      return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
    }
    // Left alone, the library goes on as long as the client's credit lasts.
    return out.count < HTTP2Connection.batch ? 0 : NGHTTP2_ERR_PAUSE.rawValue
  }

  /// Writes what is queued, as far as one turn allows. Never calls the application.
  func writeQueued() {
    guard !isClosed, !isBroken, !writeBlocked else { return }
    if out.isEmpty { lastWrite = loop.now }
    var allowance: Int = server.configuration.sendFileLimit
    do throws(IOError) {
      if try !sendPending() { writeBlocked = true }
      while allowance > 0, !writeBlocked {
        produce()
        if out.isEmpty { break }
        let count: Int = out.count
        guard case .done(let written) = try send(out.bytes, more: false) else {
          writeBlocked = true
          break
        }
        lastWrite = loop.now
        out.drop(written)
        allowance -= written
        if written < count || hasPending { writeBlocked = true }
      }
    } catch {
      isBroken = true
      loop.proceed(self)
      return
    }
    if writeBlocked {
      updateInterest()
    } else if allowance <= 0 {
      // Others shall have their turn.
      loop.flush(self)
    } else if isDraining {
      loop.proceed(self)
    }
  }

  private func produce() {
    isProducing = true
    while out.count < HTTP2Connection.batch {
      var bytes: UnsafePointer<UInt8>?
      let count: Int = nghttp2_session_mem_send(session, &bytes)
      if count <= 0 {
        // Only a lack of memory, or a failure of ours, which has been told already.
        if count < 0 {
          isBroken = true
          loop.proceed(self)
        }
        break
      }
      out.append(UnsafeRawBufferPointer(start: bytes, count: count))
    }
    isProducing = false
  }
}
