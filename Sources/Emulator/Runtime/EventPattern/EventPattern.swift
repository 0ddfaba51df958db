package import Protocols

/// An event pattern: which events somebody wants. The language of EventBridge rules, which filters of event-source
/// mappings speak too (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html,
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html). A pure value.
///
/// Keys stand side by side for AND, the values of one key for OR, `$or` for alternatives over keys. An array of the event
/// holds for what any of its elements holds for; conditions on several members of an array's objects must hold for one
/// and the same element. `exists` asks for leaves.
package struct EventPattern: Sendable {
  /// The pattern is not one; the sentence says why.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  /// Each alternative of `$or` is a rule of its own: leaves that must all hold.
  private let rules: [[Leaf]]
  /// The first parts of the paths that any rule asks for: the rest of an event is not looked at.
  private let wanted: Set<String>
  /// The top-level keys of the pattern with what stands there, alternatives included.
  package let keys: [(key: String, isNested: Bool)]

  private struct Leaf: Sendable {
    /// The keys, joined by dots.
    let path: String
    let conditions: [Condition]
    var asksForAbsence: Bool { conditions.contains(where: \.isAbsence) }
  }

  /// Alternatives that `$or` may multiply to.
  private static let ruleLimit = 1000

  package init(_ text: String) throws(Invalid) {
    let json: JSONValue
    do { json = try JSONValue.parse(text) } catch { throw Invalid(description: "\(error)") }
    try self.init(json)
  }

  package init(_ json: JSONValue) throws(Invalid) {
    guard let object = json.object else { throw Invalid(description: "Event pattern is not an object") }
    guard !object.members.isEmpty else { throw Invalid(description: "Empty event pattern") }
    // What must be missing is looked for last: by then it is known in which elements of arrays.
    rules = try EventPattern.rules(object, under: "").map { leaves in
      leaves.sorted { ($0.asksForAbsence ? 1 : 0, $0.path) < ($1.asksForAbsence ? 1 : 0, $1.path) }
    }
    var wanted: Set<String> = []
    var keys: [(key: String, isNested: Bool)] = []
    for leaf in rules.joined() {
      let parts = leaf.path.split(separator: ".", maxSplits: 1)
      let key = String(parts.first ?? "")
      if wanted.insert(key).inserted { keys.append((key, parts.count > 1)) }
    }
    self.wanted = wanted
    self.keys = keys
  }

  // MARK: Reading a pattern

  private static func rules(_ object: JSONObject, under path: String) throws(Invalid) -> [[Leaf]] {
    var rules: [[Leaf]] = [[]]
    for member in object.members {
      let inner = path.isEmpty ? member.key : path + "." + member.key
      let more: [[Leaf]]
      switch member.value {
      case .array(let branches) where member.key == "$or" && isAlternatives(branches):
        var all: [[Leaf]] = []
        for branch in branches { if let object = branch.object { all += try Self.rules(object, under: path) } }
        more = all
      case .object(let object):
        if object.members.isEmpty { throw Invalid(description: "Empty objects are not allowed") }
        more = try Self.rules(object, under: inner)
      case .array(let values):
        if values.isEmpty { throw Invalid(description: "Empty arrays are not allowed") }
        var conditions: [Condition] = []
        for value in values { conditions.append(try Condition(value)) }
        more = [[Leaf(path: inner, conditions: conditions)]]
      default: throw Invalid(description: "\"\(member.key)\" must be an object or an array")
      }
      guard rules.count * more.count <= ruleLimit else {
        throw Invalid(description: "The event pattern has too many alternatives")
      }
      rules = rules.flatMap { rule in more.map { rule + $0 } }
    }
    return rules
  }

  /// `$or` is a key like any other unless it holds two objects or more, none of which is a match expression.
  private static func isAlternatives(_ branches: [JSONValue]) -> Bool {
    branches.count > 1
      && branches.allSatisfy { branch in
        guard let object = branch.object, let first = object.members.first else { return false }
        return object.members.count > 1 || !Condition.names.contains(first.key)
      }
  }

  // MARK: Asking it

  package func matches(_ event: JSONValue) -> Bool {
    guard let object = event.object else { return false }
    var fields = Fields()
    for member in object.members where wanted.contains(EventPattern.head(member.key)) {
      fields.add(member.value, at: member.key, in: [])
    }
    return rules.contains { EventPattern.holds($0[...], fields, in: []) }
  }

  private static func head(_ key: String) -> String { key.split(separator: ".").first.map(String.init) ?? "" }

  /// Looks for fields that all the leaves hold for and that lie in the same elements of arrays.
  private static func holds(_ leaves: ArraySlice<Leaf>, _ fields: Fields, in places: [Place]) -> Bool {
    guard let leaf = leaves.first else { return true }
    let found = fields.byPath[leaf.path] ?? []
    for field in found where leaf.conditions.contains(where: { $0.holds(for: field.value) }) {
      guard let joined = Place.join(places, field.places) else { continue }
      if holds(leaves.dropFirst(), fields, in: joined) { return true }
    }
    if leaf.asksForAbsence, !found.contains(where: { Place.join(places, $0.places) != nil }) {
      return holds(leaves.dropFirst(), fields, in: places)
    }
    return false
  }

  /// An element of an array that a field lies in.
  private struct Place {
    let array: Int
    let element: Int

    /// nil when the two lie in different elements of one array.
    static func join(_ one: [Place], _ other: [Place]) -> [Place]? {
      if other.isEmpty { return one }
      var joined = one
      for place in other {
        if let known = one.first(where: { $0.array == place.array }) {
          if known.element != place.element { return nil }
        } else {
          joined.append(place)
        }
      }
      return joined
    }
  }

  /// The leaves of an event by their paths.
  private struct Fields {
    var byPath: [String: [(value: JSONValue, places: [Place])]] = [:]
    private var arrays = 0

    mutating func add(_ value: JSONValue, at path: String, in places: [Place]) {
      switch value {
      case .object(let object):
        for member in object.members { add(member.value, at: path + "." + member.key, in: places) }
      case .array(let elements):
        arrays += 1
        let array = arrays
        for (index, element) in elements.enumerated() {
          // Only members of objects hang together: two plain values of one array may both be asked for.
          if element.object != nil {
            add(element, at: path, in: places + [Place(array: array, element: index)])
          } else {
            add(element, at: path, in: places)
          }
        }
      default: byPath[path, default: []].append((value, places))
      }
    }
  }
}
