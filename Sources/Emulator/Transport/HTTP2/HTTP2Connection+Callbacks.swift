internal import CNGHTTP2
internal import Protocols

/// What libnghttp2 tells while it reads and writes.
extension HTTP2Connection {
  /// `nonisolated(unsafe)`: made once, never changed.
  nonisolated(unsafe) private static let callbacks: OpaquePointer? = makeCallbacks()
  nonisolated(unsafe) private static let options: OpaquePointer? = makeOptions()

  private static func makeOptions() -> OpaquePointer? {
    var made: OpaquePointer?
    nghttp2_option_new(&made)
    // Credit is given back when the sinks have taken the bytes.
    nghttp2_option_set_no_auto_window_update(made, 1)
    nghttp2_option_set_max_send_header_block_length(made, 256 << 10)
    // Closed streams are kept for the old scheme of priorities only, which our settings decline.
    nghttp2_option_set_no_closed_streams(made, 1)
    return made
  }

  static func makeSession() -> OpaquePointer {
    var made: OpaquePointer?
    guard nghttp2_session_server_new2(&made, callbacks, nil, options) == 0, let made else {
      preconditionFailure("there is memory for a session")
    }
    return made
  }

  /// Gives the session its owner and queues our settings.
  static func settle(_ session: OpaquePointer, _ owner: UnsafeMutableRawPointer, _ streamLimit: Int) {
    nghttp2_session_set_user_data(session, owner)
    var settings: [nghttp2_settings_entry] = [
      entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, streamLimit),
      entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, streamWindow),
      entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, HTTP2HeadReader.listLimit),
      entry(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
    ]
    nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), &settings, settings.count)
    nghttp2_session_set_local_window_size(
      session, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(connectionWindow))
  }

  private static func entry(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
    nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(value))
  }

  private static func owner(_ context: UnsafeMutableRawPointer?) -> HTTP2Connection? {
    context.map { Unmanaged<HTTP2Connection>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func makeCallbacks() -> OpaquePointer? {
    var made: OpaquePointer?
    nghttp2_session_callbacks_new(&made)
    nghttp2_session_callbacks_set_on_begin_headers_callback(made) { _, frame, context in
      guard let frame else { return 0 }
      return HTTP2Connection.owner(context)?.headBegins(frame.pointee) ?? 0
    }
    nghttp2_session_callbacks_set_on_header_callback(made) { _, _, name, nameCount, value, valueCount, _, context in
      HTTP2Connection.owner(context)?.field(
        UnsafeRawBufferPointer(start: name, count: nameCount),
        UnsafeRawBufferPointer(start: value, count: valueCount)) ?? 0
    }
    // Without it the library would pass over a malformed field; for us the request is malformed (RFC 9113 §8.1.1).
    nghttp2_session_callbacks_set_on_invalid_header_callback(made) { _, _, _, _, _, _, _, _ in
      NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
    }
    nghttp2_session_callbacks_set_on_frame_recv_callback(made) { _, frame, context in
      guard let frame else { return 0 }
      return HTTP2Connection.owner(context)?.received(frame) ?? 0
    }
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made) { _, _, id, bytes, count, context in
      HTTP2Connection.owner(context)?.received(UnsafeRawBufferPointer(start: bytes, count: count), on: id) ?? 0
    }
    nghttp2_session_callbacks_set_on_stream_close_callback(made) { _, id, _, context in
      HTTP2Connection.owner(context)?.streamClosed(id)
      return 0
    }
    nghttp2_session_callbacks_set_on_frame_send_callback(made) { _, frame, context in
      guard let frame else { return 0 }
      HTTP2Connection.owner(context)?.sent(frame.pointee.hd)
      return 0
    }
    nghttp2_session_callbacks_set_on_frame_not_send_callback(made) { _, frame, _, context in
      guard let frame else { return 0 }
      HTTP2Connection.owner(context)?.notSent(frame.pointee.hd)
      return 0
    }
    nghttp2_session_callbacks_set_send_data_callback(made) { _, frame, header, count, _, context in
      guard let frame, let header, let owner = HTTP2Connection.owner(context) else {
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
      }
      return owner.append(frame.pointee.hd.stream_id, UnsafeRawBufferPointer(start: header, count: 9), count)
    }
    return made
  }

  // MARK: Requests

  /// The stream of that number, nil where it is gone.
  func stream(_ id: Int32) -> HTTP2Stream? {
    nghttp2_session_get_stream_user_data(session, id).map {
      Unmanaged<HTTP2Stream>.fromOpaque($0).takeUnretainedValue()
    }
  }

  private func headBegins(_ frame: nghttp2_frame) -> Int32 {
    if isClosed { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    let id: Int32 = frame.hd.stream_id
    if frame.headers.cat == NGHTTP2_HCAT_REQUEST {
      let made = HTTP2Stream(self, id)
      opened(made)
      opening = made
      nghttp2_session_set_stream_user_data(session, id, Unmanaged.passUnretained(made).toOpaque())
    } else {
      // Trailer fields.
      opening = stream(id)
    }
    return 0
  }

  private func field(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Int32 {
    guard let opening else { return 0 }
    return opening.field(name, value) ? 0 : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue
  }

  private func received(_ frame: UnsafePointer<nghttp2_frame>) -> Int32 {
    let header: nghttp2_frame_hd = frame.pointee.hd
    let ends: Bool = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue:
      guard let stream = opening else { break }
      opening = nil
      if frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST { stream.begin(hasBody: !ends) }
      if ends { stream.endOfBody() }
    case NGHTTP2_DATA.rawValue:
      if ends {
        stream(header.stream_id)?.endOfBody()
      } else if header.length == 0, !admitsIdleFrame() {
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
      }
    case NGHTTP2_RST_STREAM.rawValue, NGHTTP2_SETTINGS.rawValue, NGHTTP2_PING.rawValue, NGHTTP2_PRIORITY.rawValue,
      NGHTTP2_PRIORITY_UPDATE.rawValue:
      if !admitsIdleFrame() { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
    default: break
    }
    return isClosed ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
  }

  private func received(_ bytes: UnsafeRawBufferPointer, on id: Int32) -> Int32 {
    if let stream = stream(id) { stream.take(bytes) } else { giveCredit(id, bytes.count) }
    return isClosed ? NGHTTP2_ERR_CALLBACK_FAILURE.rawValue : 0
  }

  /// The client may send so much more.
  func giveCredit(_ id: Int32, _ count: Int) {
    guard count > 0, !isClosed else { return }
    nghttp2_session_consume(session, id, count)
    loop.flush(self)
  }

  /// So much of a stream that is closed is no longer under way.
  func giveCredit(_ count: Int) {
    guard count > 0, !isClosed else { return }
    nghttp2_session_consume_connection(session, count)
    loop.flush(self)
  }

  private func streamClosed(_ id: Int32) {
    guard let stream = stream(id) else { return }
    closed(stream)
    nghttp2_session_set_stream_user_data(session, id, nil)
    if stream.isSettled {
      stream.completed()
    } else if isProducing {
      ended.append(stream)
      loop.proceed(self)
    } else {
      stream.disconnected()
    }
  }

  /// A frame has been queued for the socket.
  private func sent(_ header: nghttp2_frame_hd) {
    guard header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 else { return }
    let type = UInt32(header.type)
    guard type == NGHTTP2_HEADERS.rawValue || type == NGHTTP2_DATA.rawValue else { return }
    stream(header.stream_id)?.answerSent()
  }

  /// An answer whose fields are too many to send: the client must see that none will come.
  private func notSent(_ header: nghttp2_frame_hd) {
    guard UInt32(header.type) == NGHTTP2_HEADERS.rawValue else { return }
    reset(header.stream_id, NGHTTP2_INTERNAL_ERROR)
  }

  func reset(_ id: Int32, _ code: nghttp2_error_code) {
    guard !isClosed else { return }
    nghttp2_submit_rst_stream(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), id, code.rawValue)
    loop.flush(self)
  }
}
