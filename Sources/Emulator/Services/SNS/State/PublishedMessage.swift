import Protocols

/// A message as a publisher gave it, checked. The checks are in the order in which SNS makes them (texts recorded from
/// AWS, https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
struct PublishedMessage: Sendable {
  struct Attribute: Sendable {
    var name: String
    /// `String`, `String.Array`, `Number`, `Binary`, or one of these with a label of the user's.
    var type: String
    /// Of `Binary` in base64.
    var value: String
  }

  var id: String
  var subject: String?
  /// What subscribers receive whose protocol has no text of its own.
  private var standard: String
  /// With `MessageStructure` json: a text for a protocol.
  private var texts: [String: String] = [:]
  var attributes: [Attribute]
  var time: Timestamp

  /// Bytes of message and attributes together.
  static let sizeLimit = 262_144

  init(
    id: String, time: Timestamp, message: String, subject: String?, structure: String?,
    attributes: [String: Values<MessageAttributeValue>]
  ) throws(AWSError) {
    self.id = id
    self.time = time
    self.subject = subject
    standard = message
    self.attributes = try PublishedMessage.checked(attributes)
    if message.isEmpty { throw AWSError.invalidParameter("Empty message") }
    if let subject { try PublishedMessage.check(subject: subject) }
    if PublishedMessage.size(message, self.attributes) > PublishedMessage.sizeLimit {
      throw AWSError.invalidParameter("Message too long")
    }
    if let structure {
      guard structure == "json" else { throw AWSError.invalidParameter("MessageStructure") }
      try readTexts(message)
    }
  }

  /// What a subscriber of that protocol receives.
  func body(for deliveryProtocol: String) -> String { texts[deliveryProtocol] ?? standard }

  // MARK: Checks

  static func size(_ message: String, _ attributes: [Attribute]) -> Int {
    attributes.reduce(message.utf8.count) { $0 + $1.name.utf8.count + $1.type.utf8.count + $1.value.utf8.count }
  }

  /// 1 to 100 UTF-16 units without control characters.
  private static func check(subject: String) throws(AWSError) {
    var valid = (1...100).contains(subject.utf16.count)
    for byte in subject.utf8 where byte < 0x20 || byte == 0x7f { valid = false }
    if !valid { throw AWSError.invalidParameter("Subject") }
  }

  private mutating func readTexts(_ message: String) throws(AWSError) {
    guard let json = try? JSONValue.parse(message), let object = json.object else {
      throw AWSError.invalidParameter("Message Structure - JSON message body failed to parse")
    }
    for member in object.members {
      // A number, a boolean or null is delivered as its text; an object or an array is no text.
      switch member.value {
      case .string(let text): texts[member.key] = text
      case .object, .array: break
      default: texts[member.key] = member.value.text
      }
    }
    guard let text = texts["default"] else {
      throw AWSError.invalidParameter("Message Structure - No default entry in JSON message body")
    }
    standard = text
  }

  // MARK: Attributes

  private static func checked(
    _ attributes: [String: Values<MessageAttributeValue>]
  ) throws(AWSError) -> [Attribute] {
    if attributes.isEmpty { return [] }
    var all: [Attribute] = []
    for (name, value) in attributes.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      try check(name: name)
      all.append(try checked(name, value))
    }
    return all
  }

  private static func check(name: String) throws(AWSError) {
    var valid = (1...256).contains(name.utf8.count) && !name.hasPrefix(".") && !name.hasSuffix(".")
    var last: UInt8 = 0
    for byte in name.utf8 {
      let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122
      let isDigit = byte >= 48 && byte <= 57
      if !isLetter, !isDigit, byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-"), byte != UInt8(ascii: ".") {
        valid = false
      }
      if byte == UInt8(ascii: "."), last == byte { valid = false }
      last = byte
    }
    if !valid { throw AWSError.invalidParameter("Invalid message attribute name: \(name)") }
  }

  private static func checked(
    _ name: String, _ given: Values<MessageAttributeValue>
  ) throws(AWSError) -> Attribute {
    let type = given[MessageAttributeValue.dataType]
    if type.isEmpty {
      throw AWSError.invalidParameterValue(
        "The message attribute '\(name)' must contain non-empty message attribute type.")
    }
    let base = type.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)[0]
    guard base == "String" || base == "Number" || base == "Binary" else {
      throw AWSError.invalidParameterValue(
        "The message attribute '\(name)' has an invalid message attribute type, the set of supported type prefixes is "
          + "Binary, Number, and String.")
    }
    let value: String
    if base == "Binary" {
      value = given[MessageAttributeValue.binaryValue].map { Base64.encode($0.bytes) } ?? ""
    } else {
      value = given[MessageAttributeValue.stringValue] ?? ""
    }
    if value.isEmpty {
      throw AWSError.invalidParameterValue(
        "The message attribute '\(name)' must contain non-empty message attribute value for message attribute type "
          + "'\(type)'.")
    }
    if base == "Number" { try check(number: value, of: name) }
    if base == "String" {
      // Characters outside of the basic plane are refused, all others pass.
      for scalar in value.unicodeScalars where scalar.value > 0xffff {
        throw AWSError.invalidParameter("Invalid attribute value was passed in for message attribute \(name)")
      }
    }
    return Attribute(name: name, type: type, value: value)
  }

  /// Exponents and leading zeros pass and are delivered as written; the scale has bounds.
  private static func check(number text: String, of name: String) throws(AWSError) {
    guard let scale = scale(of: text) else {
      throw AWSError.invalidParameterValue("Could not cast message attribute '\(name)' value to number.")
    }
    if scale < -128 || scale > 126 {
      throw AWSError.invalidParameterValue(
        "Message attribute '\(name)' number value [\(text)] scale must be 10^-128 and 10^126.")
    }
  }

  /// The power of ten of the first digit that counts; nil for what is no number.
  private static func scale(of text: String) -> Int? {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
    var exponent = 0
    if let mark = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      guard let value = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)) else { return nil }
      exponent = max(-1_000_000_000, min(1_000_000_000, value))
      bytes = bytes[..<mark]
    }
    var digits = 0
    var places = 0
    var isFraction = false
    var leading: Int?
    for byte in bytes {
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
        continue
      }
      guard byte >= 48, byte <= 57 else { return nil }
      digits += 1
      if isFraction { places += 1 }
      if leading == nil, byte != 48 { leading = digits }
    }
    guard digits > 0 else { return nil }
    guard let leading else { return 0 }
    return digits - places - leading + exponent
  }

  // MARK: For filters

  /// The attributes as a filter policy compares them: Number as a number, String.Array as its elements; Binary never
  /// matches.
  var filterable: JSONObject {
    var object = JSONObject()
    for attribute in attributes {
      if attribute.type.hasPrefix("Number") {
        object[attribute.name] = .number(attribute.value)
      } else if attribute.type == "String.Array", let array = try? JSONValue.parse(attribute.value), array.array != nil
      {
        object[attribute.name] = array
      } else if attribute.type.hasPrefix("String") {
        object[attribute.name] = .string(attribute.value)
      }
    }
    return object
  }
}
