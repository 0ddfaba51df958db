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

/// The fields of a message that came off the wire, as bytes: one piece of memory for the text, one for the places in it.
/// Constant once made.
package final class ReceivedFields: Sendable {
  fileprivate struct Place: Sendable {
    var name: UInt32
    var value: UInt32
    var valueLength: UInt32
    var nameLength: UInt16
    var known: KnownField
  }

  private let text: [UInt8]
  private let places: [Place]

  fileprivate init(_ text: [UInt8], _ places: [Place]) {
    self.text = text
    self.places = places
  }

  package var count: Int { places.count }

  package var all: [HTTPFields.Field] {
    places.map { place in
      let name = Int(place.name)
      let value = Int(place.value)
      return HTTPFields.Field(
        name: String(decoding: text[name..<name + Int(place.nameLength)], as: UTF8.self),
        value: String(decoding: text[value..<value + Int(place.valueLength)], as: UTF8.self))
    }
  }

  package func value(named name: String) -> String? {
    var name = name
    return name.withUTF8 { wanted in
      text.withUnsafeBytes { bytes in
        for place in places where Int(place.nameLength) == wanted.count {
          let start = Int(place.name)
          let own = UnsafeRawBufferPointer(rebasing: bytes[start..<start + wanted.count])
          if ReceivedFields.sameName(own, UnsafeRawBufferPointer(wanted)) {
            return String(decoding: ReceivedFields.value(of: place, in: bytes), as: UTF8.self)
          }
        }
        return nil
      }
    }
  }

  func has(_ known: KnownField) -> Bool {
    for place in places where place.known == known { return true }
    return false
  }

  package func withValue<Result>(of known: KnownField, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    text.withUnsafeBytes { bytes in
      for place in places where place.known == known { return body(ReceivedFields.value(of: place, in: bytes)) }
      return body(nil)
    }
  }

  private static func value(of place: Place, in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let start = Int(place.value)
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(place.valueLength)])
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
  package struct Builder {
    private var text: [UInt8] = []
    private var places: [Place] = []

    package init() {}

    package var count: Int { places.count }

    /// `name` is at most 65,535 bytes; both are copied. Bytes that are no UTF-8 are mended when they are read as text.
    package mutating func append(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
      if text.isEmpty {
        text.reserveCapacity(1024)
        places.reserveCapacity(16)
      }
      places.append(
        Place(
          name: UInt32(text.count), value: UInt32(text.count + name.count), valueLength: UInt32(value.count),
          nameLength: UInt16(name.count), known: KnownField(name)))
      text.append(contentsOf: name)
      text.append(contentsOf: value)
    }

    /// What was collected; the builder is empty again.
    package mutating func take() -> ReceivedFields {
      let taken = ReceivedFields(text, places)
      // The arrays have an owner now: new ones are made with the next field.
      text = []
      places = []
      return taken
    }
  }
}
