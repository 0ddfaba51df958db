import Protocols

extension EventPattern {
  /// What a leaf is asked for.
  enum Condition: Sendable {
    case equals(JSONValue)
    case number(Double)
    case exists(Bool)
    case text(TextTest)
    case anythingBut([JSONValue])
    case anythingButText([TextTest])
    case numeric([(test: String, bound: Double)])
    case address(AddressBlock)

    enum TextTest: Sendable {
      case prefix(String)
      case suffix(String)
      case equalsIgnoringCase(String)
      case prefixIgnoringCase(String)
      case suffixIgnoringCase(String)
      case wildcard(Wildcard)

      func holds(for text: String) -> Bool {
        switch self {
        case .prefix(let start): text.utf8.starts(with: start.utf8)
        case .suffix(let end): text.utf8.reversed().starts(with: end.utf8.reversed())
        case .equalsIgnoringCase(let wanted): text.lowercased() == wanted
        case .prefixIgnoringCase(let start): text.lowercased().utf8.starts(with: start.utf8)
        case .suffixIgnoringCase(let end): text.lowercased().utf8.reversed().starts(with: end.utf8.reversed())
        case .wildcard(let wildcard): wildcard.matches(text)
        }
      }
    }

    static let names: Set<String> = [
      "prefix", "suffix", "equals-ignore-case", "exists", "anything-but", "numeric", "cidr", "wildcard",
    ]

    var isAbsence: Bool { if case .exists(false) = self { true } else { false } }

    init(_ json: JSONValue) throws(Invalid) {
      switch json {
      case .string, .bool, .null: self = .equals(json)
      case .number: self = .number(try Condition.finite(json))
      case .array: throw Invalid(description: "Match value must be String, number, true, false, or null")
      case .object(let object):
        guard object.members.count == 1, let member = object.members.first else {
          throw Invalid(description: "Only one key allowed in match expression")
        }
        self = try Condition.matcher(member.key, member.value)
      }
    }

    private static func finite(_ json: JSONValue) throws(Invalid) -> Double {
      guard let number = json.double, number.isFinite else { throw Invalid(description: "Not a number: \(json.text)") }
      return number
    }

    private static func matcher(_ name: String, _ value: JSONValue) throws(Invalid) -> Condition {
      switch name {
      case "exists":
        guard let flag = value.bool else {
          throw Invalid(description: "exists match pattern must be either true or false.")
        }
        return .exists(flag)
      case "cidr":
        guard let text = value.string, let block = AddressBlock(text) else {
          throw Invalid(description: "Malformed CIDR: \(value.text)")
        }
        return .address(block)
      case "numeric": return .numeric(try bounds(value))
      case "anything-but": return try anythingBut(value)
      case "prefix", "suffix", "equals-ignore-case", "wildcard":
        // `{"prefix": {"equals-ignore-case": "x"}}`
        if let inner = value.object, name == "prefix" || name == "suffix" {
          guard inner.members.count == 1, let text = inner["equals-ignore-case"]?.string else {
            throw Invalid(description: "Unsupported anything-but pattern: \(value.text)")
          }
          return .text(
            name == "prefix" ? .prefixIgnoringCase(text.lowercased()) : .suffixIgnoringCase(text.lowercased()))
        }
        return .text(try test(name, value))
      default: throw Invalid(description: "Unrecognized match type \(name)")
      }
    }

    private static func test(_ name: String, _ value: JSONValue) throws(Invalid) -> TextTest {
      guard let text = value.string else { throw Invalid(description: "\(name) match pattern must be a string") }
      switch name {
      case "prefix": return .prefix(text)
      case "suffix": return .suffix(text)
      case "equals-ignore-case": return .equalsIgnoringCase(text.lowercased())
      default:
        guard let wildcard = Wildcard(text) else {
          throw Invalid(description: "Consecutive wildcard characters or an invalid escape in \(value.text)")
        }
        return .wildcard(wildcard)
      }
    }

    private static func anythingBut(_ value: JSONValue) throws(Invalid) -> Condition {
      switch value {
      case .string, .number: return .anythingBut([value])
      case .array(let values):
        let areTexts = values.allSatisfy { $0.string != nil }
        guard !values.isEmpty, areTexts || values.allSatisfy({ $0.double != nil }) else {
          throw Invalid(description: "Inside anything but list, either all values are strings or all are numbers")
        }
        return .anythingBut(values)
      case .object(let object):
        guard object.members.count == 1, let member = object.members.first,
          ["prefix", "suffix", "equals-ignore-case", "wildcard"].contains(member.key)
        else { throw Invalid(description: "Unsupported anything-but pattern: \(value.text)") }
        var tests: [TextTest] = []
        for text in member.value.array ?? [member.value] { tests.append(try test(member.key, text)) }
        if tests.isEmpty { throw Invalid(description: "Empty arrays are not allowed") }
        return .anythingButText(tests)
      case .bool, .null: throw Invalid(description: "Value of anything-but must be an array or single string/number")
      }
    }

    private static func bounds(_ value: JSONValue) throws(Invalid) -> [(test: String, bound: Double)] {
      guard let parts = value.array, parts.count == 2 || parts.count == 4 else {
        throw Invalid(description: "Invalid member in numeric match: \(value.text)")
      }
      var all: [(test: String, bound: Double)] = []
      for index in stride(from: 0, to: parts.count, by: 2) {
        guard let test = parts[index].string, ["=", "<", "<=", ">", ">="].contains(test) else {
          throw Invalid(description: "Unrecognized numeric range operator: \(parts[index].text)")
        }
        all.append((test, try finite(parts[index + 1])))
      }
      if all.count == 2 {
        guard all[0].test.hasPrefix(">"), all[1].test.hasPrefix("<") else {
          throw Invalid(description: "Bad numeric range operator: \(all[1].test)")
        }
        if all[0].bound >= all[1].bound { throw Invalid(description: "Bottom must be less than top") }
      }
      return all
    }

    /// For a leaf that is there.
    func holds(for value: JSONValue) -> Bool {
      switch self {
      case .equals(let wanted): return value == wanted
      case .number(let wanted): return value.double == wanted
      case .exists(let wanted): return wanted
      case .text(let test): return value.string.map(test.holds) ?? false
      case .anythingBut(let unwanted):
        return !unwanted.contains { $0 == value || ($0.double != nil && $0.double == value.double) }
      case .anythingButText(let tests):
        guard let text = value.string else { return true }
        return !tests.contains { $0.holds(for: text) }
      case .numeric(let bounds):
        guard let number = value.double else { return false }
        return bounds.allSatisfy { bound in
          switch bound.test {
          case "=": number == bound.bound
          case "<": number < bound.bound
          case "<=": number <= bound.bound
          case ">": number > bound.bound
          default: number >= bound.bound
          }
        }
      case .address(let block): return value.string.map(block.contains) ?? false
      }
    }
  }
}
