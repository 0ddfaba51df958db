import Protocols

/// The policy of a form: what an upload may be like, and until when
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
struct PostPolicy: Sendable {
  enum Condition: Sendable {
    case equal(field: String, value: String, text: String)
    case prefix(field: String, value: String, text: String)
    /// Also of a condition that nothing can meet.
    case failed(text: String)
  }

  var expiration: Timestamp
  var conditions: [Condition] = []
  /// Of the file, in bytes.
  var sizes: ClosedRange<Int>?

  /// `text` is the form's `policy`: base64 of JSON.
  init(_ text: String) throws(AWSError) {
    let plain = String(decoding: text.utf8.filter { $0 > 32 }, as: UTF8.self)
    guard let bytes = Base64.decode(plain), let document = try? JSONValue.parse(bytes), let root = document.object
    else { throw PostPolicy.invalid("Invalid JSON.") }
    guard let end = root["expiration"]?.string else { throw PostPolicy.invalid("Policy missing expiration.") }
    guard let expiration = Timestamp(iso8601: end) else {
      throw PostPolicy.invalid("Invalid 'expiration' value: '\(end)'")
    }
    self.expiration = expiration
    guard let list = root["conditions"]?.array else { throw PostPolicy.invalid("Policy missing conditions.") }
    for each in list { try add(each) }
  }

  private mutating func add(_ condition: JSONValue) throws(AWSError) {
    if let object = condition.object {
      guard object.members.count == 1, let value = object.members[0].value.string else {
        throw PostPolicy.invalid(
          "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.")
      }
      let name = object.members[0].key
      let text = PostPolicy.text(["eq", .string("$" + name), .string(value)])
      conditions.append(.equal(field: name.lowercased(), value: value, text: text))
      return
    }
    guard let parts = condition.array, let first = parts.first else {
      throw PostPolicy.invalid("Invalid JSON.")
    }
    guard let word = first.string else { throw PostPolicy.invalid("Invalid Condition: unknown operation.") }
    let operation = word.lowercased()
    guard parts.count == 3 else {
      throw PostPolicy.invalid("Invalid Condition: wrong number of arguments.")
    }
    let text = PostPolicy.text(parts)
    if operation == "content-length-range" {
      guard let least = PostPolicy.number(parts[1]), let most = PostPolicy.number(parts[2]) else {
        conditions.append(.failed(text: text))
        return
      }
      if least < 0 || most < 0 { throw PostPolicy.invalid("Invalid content-length-range: negative.") }
      if least > most {
        conditions.append(.failed(text: text))
      } else {
        sizes = least...most
      }
      return
    }
    guard operation == "eq" || operation == "starts-with" else {
      throw PostPolicy.invalid("Invalid Condition: unknown operation '\(word)'.")
    }
    guard let field = parts[1].string, let value = parts[2].string else {
      throw PostPolicy.invalid("Invalid Condition: the arguments must be strings.")
    }
    guard field.hasPrefix("$") else {
      conditions.append(.failed(text: text))
      return
    }
    let name = field.dropFirst().lowercased()
    conditions.append(
      operation == "eq"
        ? .equal(field: name, value: value, text: text) : .prefix(field: name, value: value, text: text))
  }

  private static func number(_ value: JSONValue) -> Int? { value.int ?? value.string.flatMap { Int($0) } }

  /// As S3 shows a condition: `["eq", "$key", "a"]`.
  private static func text(_ parts: [JSONValue]) -> String {
    "[" + parts.map { $0.string.map { "\"\($0)\"" } ?? "\"\($0.text)\"" }.joined(separator: ", ") + "]"
  }

  private static func invalid(_ message: String) -> AWSError {
    AWSError("InvalidPolicyDocument", "Invalid Policy: \(message)")
  }

  private static func refused(_ message: String) -> AWSError {
    AWSError("AccessDenied", "Invalid according to Policy: \(message)", status: 403)
  }

  /// Fields that need no condition.
  private static let free: Set<String> = [
    "x-amz-signature", "file", "policy", "signature", "awsaccesskeyid", "submit",
  ]

  /// `fields` by their names in lower case, the bucket among them.
  func check(_ fields: [String: String], now: Timestamp) throws(AWSError) {
    if expiration <= now { throw PostPolicy.refused("Policy expired.") }
    var covered: Set<String> = []
    for condition in conditions {
      switch condition {
      case .failed(let text): throw PostPolicy.refused("Policy Condition failed: \(text)")
      case .equal(let field, let value, let text):
        covered.insert(field)
        if fields[field] != value { throw PostPolicy.refused("Policy Condition failed: \(text)") }
      case .prefix(let field, let value, let text):
        covered.insert(field)
        // A field that is not there is as one that is empty.
        let given = fields[field] ?? ""
        let all = field == "content-type" ? given.split(separator: ",").map(String.init) : [given]
        guard all.allSatisfy({ $0.utf8.starts(with: value.utf8) }) else {
          throw PostPolicy.refused("Policy Condition failed: \(text)")
        }
      }
    }
    let extra = fields.keys.filter {
      $0 != "bucket" && !covered.contains($0) && !PostPolicy.free.contains($0) && !$0.hasPrefix("x-ignore-")
    }.sorted()
    if !extra.isEmpty { throw PostPolicy.refused("Extra input fields: \(extra.joined(separator: ", "))") }
  }

  /// The size of the file that came.
  func check(size: Int) throws(AWSError) {
    guard let sizes else { return }
    if size > sizes.upperBound { throw AWSError.entityTooLarge(size, sizes.upperBound) }
    if size < sizes.lowerBound {
      throw AWSError(
        "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
        elements: [("ProposedSize", "\(size)"), ("MinSizeAllowed", "\(sizes.lowerBound)")])
    }
  }
}
