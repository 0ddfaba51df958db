import Protocols

/// A subscription's filter policy: which messages it wants
/// (https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html).
///
/// Keys stand side by side for AND, the values of one key and the branches of `$or` for OR. Over attributes a key is a
/// message attribute's name; over the body keys nest as the body's JSON does, and an array holds when one of its
/// elements does.
struct FilterPolicy: Sendable {
  enum Scope: Sendable { case attributes, body }

  private indirect enum Node: Sendable {
    case all([(key: String, node: Node)], any: [[Node]])
    case values([Condition])
  }

  private enum Condition: Sendable {
    case equals(JSONValue)
    case number(Double)
    case prefix(String)
    case suffix(String)
    case equalsIgnoringCase(String)
    case anythingBut([Condition])
    case numeric([(test: String, bound: Double)])
    case exists(Bool)
    case cidr(Network)
  }

  let scope: Scope
  private let root: Node

  /// Combinations of values that a policy may have.
  private static let complexityLimit = 150

  init(_ text: String, scope: Scope) throws(AWSError) {
    self.scope = scope
    let json: JSONValue
    do { json = try JSONValue.parse(text) } catch {
      throw AWSError.invalidParameter("FilterPolicy: failed to parse JSON. \(error)")
    }
    guard let object = json.object else {
      throw AWSError.invalidParameter("FilterPolicy: Filter is not an object")
    }
    var combinations = 1
    root = try FilterPolicy.node(object, scope, depth: 1, &combinations)
    if combinations > FilterPolicy.complexityLimit {
      throw AWSError.invalidParameter("FilterPolicy: Filter policy is too complex")
    }
  }

  // MARK: Reading a policy

  private static func node(
    _ object: JSONObject, _ scope: Scope, depth: Int, _ combinations: inout Int
  ) throws(AWSError) -> Node {
    var keys: [(key: String, node: Node)] = []
    var groups: [[Node]] = []
    for member in object.members {
      if member.key == "$or", let branches = member.value.array, branches.count > 1 {
        var group: [Node] = []
        for branch in branches {
          guard let inner = branch.object else {
            throw AWSError.invalidParameter("FilterPolicy: \"$or\" must be an array of objects")
          }
          group.append(try node(inner, scope, depth: depth, &combinations))
        }
        groups.append(group)
      } else if let values = member.value.array {
        if values.isEmpty { throw AWSError.invalidParameter("FilterPolicy: Empty arrays are not allowed") }
        combinations = min(combinations * values.count * depth, 1_000_000)
        var conditions: [Condition] = []
        for value in values { conditions.append(try condition(value)) }
        keys.append((member.key, .values(conditions)))
      } else if let inner = member.value.object {
        guard scope == .body else {
          throw AWSError.invalidParameter(
            "Filter policy scope MessageAttributes does not support nested filter policy")
        }
        if inner.members.isEmpty { throw AWSError.invalidParameter("FilterPolicy: Empty objects are not allowed") }
        keys.append((member.key, try node(inner, scope, depth: depth + 1, &combinations)))
      } else {
        throw AWSError.invalidParameter("FilterPolicy: \"\(member.key)\" must be an object or an array")
      }
    }
    return .all(keys, any: groups)
  }

  private static func condition(_ json: JSONValue) throws(AWSError) -> Condition {
    switch json {
    case .string, .bool, .null: return .equals(json)
    case .number:
      guard let number = json.double else { throw AWSError.invalidParameter("FilterPolicy: Value is not a number") }
      return .number(number)
    case .array:
      throw AWSError.invalidParameter("FilterPolicy: Match value must be String, number, true, false, or null")
    case .object(let object):
      guard object.members.count == 1, let member = object.members.first else {
        throw AWSError.invalidParameter("FilterPolicy: Only one key allowed in match expression")
      }
      return try matcher(member.key, member.value)
    }
  }

  private static func matcher(_ name: String, _ value: JSONValue) throws(AWSError) -> Condition {
    func text() throws(AWSError) -> String {
      guard let text = value.string else {
        throw AWSError.invalidParameter("FilterPolicy: \(name) match pattern must be a string")
      }
      return text
    }
    switch name {
    case "prefix": return .prefix(try text())
    case "suffix": return .suffix(try text())
    case "equals-ignore-case": return .equalsIgnoringCase(try text().lowercased())
    case "exists":
      guard let flag = value.bool else {
        throw AWSError.invalidParameter("FilterPolicy: exists match pattern must be either true or false.")
      }
      return .exists(flag)
    case "cidr":
      guard let network = Network(try text()) else {
        throw AWSError.invalidParameter("FilterPolicy: Malformed CIDR, one '/' required")
      }
      return .cidr(network)
    case "numeric": return .numeric(try bounds(value))
    case "anything-but":
      if let values = value.array {
        var conditions: [Condition] = []
        for value in values { conditions.append(try condition(value)) }
        return .anythingBut(conditions)
      }
      return .anythingBut([try condition(value)])
    default:
      throw AWSError.invalidParameter("FilterPolicy: Unrecognized match type \(name)")
    }
  }

  private static func bounds(_ value: JSONValue) throws(AWSError) -> [(test: String, bound: Double)] {
    guard let parts = value.array, parts.count == 2 || parts.count == 4 else {
      throw AWSError.invalidParameter("FilterPolicy: Value of numeric must be an array.")
    }
    var all: [(test: String, bound: Double)] = []
    for index in stride(from: 0, to: parts.count, by: 2) {
      guard let test = parts[index].string, ["=", "<", "<=", ">", ">="].contains(test) else {
        throw AWSError.invalidParameter("FilterPolicy: Unrecognized numeric range operator: \(parts[index].text)")
      }
      guard let bound = parts[index + 1].double else {
        throw AWSError.invalidParameter("FilterPolicy: Value of \(test) must be numeric")
      }
      all.append((test, bound))
    }
    if all.count == 2 {
      guard all[0].test.hasPrefix(">"), all[1].test.hasPrefix("<") else {
        throw AWSError.invalidParameter("FilterPolicy: Bad numeric range operator: \(all[1].test)")
      }
      if all[0].bound >= all[1].bound { throw AWSError.invalidParameter("FilterPolicy: Bottom must be less than top") }
    }
    return all
  }

  // MARK: Asking it

  func wants(_ message: PublishedMessage, body: String) -> Bool {
    switch scope {
    case .attributes: return FilterPolicy.holds(root, .object(message.filterable))
    case .body:
      guard let json = try? JSONValue.parse(body), json.object != nil else { return false }
      return FilterPolicy.holds(root, json)
    }
  }

  private static func holds(_ node: Node, _ value: JSONValue?) -> Bool {
    switch node {
    case .values(let conditions):
      return conditions.contains { condition in holds(condition, value) }
    case .all(let keys, let groups):
      if let elements = value?.array { return elements.contains { holds(node, $0) } }
      for (key, inner) in keys where !holds(inner, value?[key]) { return false }
      for group in groups where !group.contains(where: { holds($0, value) }) { return false }
      return true
    }
  }

  private static func holds(_ condition: Condition, _ value: JSONValue?) -> Bool {
    if case .exists(let wanted) = condition { return (value != nil) == wanted }
    guard let value else { return false }
    if let elements = value.array { return elements.contains { holds(condition, $0) } }
    switch condition {
    case .equals(let wanted): return value == wanted
    case .number(let wanted): return value.double == wanted
    case .prefix(let start): return value.string?.hasPrefix(start) ?? false
    case .suffix(let end): return value.string?.hasSuffix(end) ?? false
    case .equalsIgnoringCase(let wanted): return value.string?.lowercased() == wanted
    case .anythingBut(let unwanted): return !unwanted.contains { holds($0, value) }
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
    case .exists: return true
    case .cidr(let network): return value.string.map(network.contains) ?? false
    }
  }
}

/// A network of IPv4 addresses, `10.0.0.0/24`.
struct Network: Sendable {
  private let address: UInt32
  private let mask: UInt32

  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let bits = Int(parts[1]), (0...32).contains(bits),
      let address = Network.address(parts[0])
    else { return nil }
    mask = bits == 0 ? 0 : ~0 << UInt32(32 - bits)
    self.address = address & mask
  }

  func contains(_ text: String) -> Bool {
    guard let other = Network.address(Substring(text)) else { return false }
    return other & mask == address
  }

  private static func address(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }
}
