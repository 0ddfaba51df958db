internal import Glibc

/// Fields that every request is asked for: recognised once, while they are read.
package enum KnownField: UInt16, Sendable, CaseIterable {
  case other, host, authorization, contentType, contentEncoding, origin, target, amzDate, contentSHA256, smithyProtocol

  package var name: String {
    switch self {
    case .other: ""
    case .host: "Host"
    case .authorization: "Authorization"
    case .contentType: "Content-Type"
    case .contentEncoding: "Content-Encoding"
    case .origin: "Origin"
    case .target: "X-Amz-Target"
    case .amzDate: "X-Amz-Date"
    case .contentSHA256: "X-Amz-Content-Sha256"
    case .smithyProtocol: "smithy-protocol"
    }
  }

  /// By the length first: few names are ever compared.
  fileprivate init(_ name: UnsafeRawBufferPointer) {
    switch name.count {
    case 4: self = KnownField.is(name, "host") ? .host : .other
    case 6: self = KnownField.is(name, "origin") ? .origin : .other
    case 10: self = KnownField.is(name, "x-amz-date") ? .amzDate : .other
    case 12:
      self = KnownField.is(name, "content-type") ? .contentType : KnownField.is(name, "x-amz-target") ? .target : .other
    case 13: self = KnownField.is(name, "authorization") ? .authorization : .other
    case 15: self = KnownField.is(name, "smithy-protocol") ? .smithyProtocol : .other
    case 16: self = KnownField.is(name, "content-encoding") ? .contentEncoding : .other
    case 20: self = KnownField.is(name, "x-amz-content-sha256") ? .contentSHA256 : .other
    default: self = .other
    }
  }

  private static func `is`(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    ReceivedFields.sameName(bytes, UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }
}

/// The fields of a message that came off the wire, as bytes in one piece of memory: the places first, then the text.
/// Constant once made.
///
/// `@unchecked Sendable`: the memory is written in `init` alone.
package final class ReceivedFields: @unchecked Sendable {
  fileprivate struct Place {
    var name: UInt32
    var value: UInt32
    var valueLength: UInt32
    var nameLength: UInt16
    var known: KnownField
  }

  private let memory: UnsafeMutableRawPointer
  package let count: Int
  /// A bit for each name (`bit`): most names that are asked for are not there, and their bit says so.
  private let names: UInt64

  fileprivate init(_ places: UnsafeBufferPointer<Place>, _ text: UnsafeRawBufferPointer, _ names: UInt64) {
    count = places.count
    self.names = names
    let head = places.count * MemoryLayout<Place>.stride
    memory = .allocate(byteCount: max(1, head + text.count), alignment: 8)
    if let start = places.baseAddress { memory.copyMemory(from: start, byteCount: head) }
    if let start = text.baseAddress { (memory + head).copyMemory(from: start, byteCount: text.count) }
  }

  deinit { memory.deallocate() }

  private func place(_ index: Int) -> Place {
    memory.load(fromByteOffset: index * MemoryLayout<Place>.stride, as: Place.self)
  }

  private func bytes(_ start: UInt32, _ length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: memory + count * MemoryLayout<Place>.stride + Int(start), count: length)
  }

  package var all: [HTTPFields.Field] {
    (0..<count).map { index in
      let place = place(index)
      return HTTPFields.Field(
        name: String(decoding: bytes(place.name, Int(place.nameLength)), as: UTF8.self),
        value: String(decoding: bytes(place.value, Int(place.valueLength)), as: UTF8.self))
    }
  }

  package func value(named name: String) -> String? {
    var name = name
    return name.withUTF8 { wanted in
      guard names & ReceivedFields.bit(UnsafeRawBufferPointer(wanted)) != 0 else { return nil }
      for index in 0..<count {
        let place = place(index)
        if Int(place.nameLength) == wanted.count,
          ReceivedFields.sameName(bytes(place.name, wanted.count), UnsafeRawBufferPointer(wanted))
        {
          return String(decoding: bytes(place.value, Int(place.valueLength)), as: UTF8.self)
        }
      }
      return nil
    }
  }

  /// The bytes of the first field of that name; they live as long as the fields.
  func value(of known: KnownField) -> UnsafeRawBufferPointer? {
    for index in 0..<count {
      let place = place(index)
      if place.known == known { return bytes(place.value, Int(place.valueLength)) }
    }
    return nil
  }

  /// One of 64 bits for a name, in any case: from its length and its last two letters.
  fileprivate static func bit(_ name: UnsafeRawBufferPointer) -> UInt64 {
    guard name.count > 1 else { return 1 }
    let mixed = Int(name[name.count - 1] | 32) &+ Int(name[name.count - 2] | 32) &* 3 &+ name.count &* 7
    return 1 << UInt64(mixed & 63)
  }

  /// ASCII case aside.
  static func sameName(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count {
      var p = a[index]
      var q = b[index]
      if p == q { continue }
      if p &- 65 < 26 { p |= 32 }
      if q &- 65 < 26 { q |= 32 }
      if p != q { return false }
    }
    return true
  }

  /// Collects the fields of one message after another, in memory that it keeps.
  package struct Builder: ~Copyable {
    private var text = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 8)
    private var used = 0
    private var places = UnsafeMutableBufferPointer<Place>.allocate(capacity: 16)
    package private(set) var count = 0
    private var names: UInt64 = 0

    package init() {}

    deinit {
      text.deallocate()
      places.deallocate()
    }

    /// `name` is at most 65,535 bytes; both are copied. Bytes that are no UTF-8 are mended when they are read as text.
    package mutating func append(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
      let start = used
      let end = start + name.count + value.count
      if end > text.count || count == places.count { grow(to: end) }
      used = end
      if let to = text.baseAddress {
        if let from = name.baseAddress { memcpy(to + start, from, name.count) }
        if let from = value.baseAddress { memcpy(to + start + name.count, from, value.count) }
      }
      places[count] = Place(
        name: UInt32(truncatingIfNeeded: start), value: UInt32(truncatingIfNeeded: start + name.count),
        valueLength: UInt32(truncatingIfNeeded: value.count), nameLength: UInt16(truncatingIfNeeded: name.count),
        known: KnownField(name))
      count += 1
      names |= ReceivedFields.bit(name)
    }

    private mutating func grow(to size: Int) {
      if size > text.count {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, text.count * 2), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: text[..<used]))
        text.deallocate()
        text = larger
      }
      if count == places.count {
        let more = UnsafeMutableBufferPointer<Place>.allocate(capacity: count * 2)
        _ = more.initialize(from: places)
        places.deallocate()
        places = more
      }
    }

    /// What was collected; the builder is empty again.
    package mutating func take() -> ReceivedFields {
      let taken = ReceivedFields(
        UnsafeBufferPointer(rebasing: places[..<count]), UnsafeRawBufferPointer(rebasing: text[..<used]), names)
      count = 0
      used = 0
      names = 0
      return taken
    }
  }
}
