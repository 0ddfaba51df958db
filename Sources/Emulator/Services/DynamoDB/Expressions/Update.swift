/// An update ready to be applied to an item.
package struct Update: Sendable {
  package enum Action: Sendable {
    case set(DocumentPath, Value)
    case remove(DocumentPath)
    case add(DocumentPath, AttributeValue)
    case delete(DocumentPath, AttributeValue)

    package var path: DocumentPath {
      switch self {
      case .set(let path, _), .remove(let path), .add(let path, _), .delete(let path, _): path
      }
    }
  }

  package indirect enum Value: Sendable {
    case value(AttributeValue)
    case path(DocumentPath)
    case plus(Value, Value)
    case minus(Value, Value)
    case ifNotExists(DocumentPath, Value)
    case listAppend(Value, Value)
  }

  package let actions: [Action]

  package init(actions: [Action]) { self.actions = actions }

  /// The paths that it changes.
  package var paths: [DocumentPath] { actions.map(\.path) }

  /// The item after the update. Every value is computed from the item as it was; indexes of lists, too, mean the
  /// elements as they stood before: removals come last, from the end.
  package func applied(to item: Item) throws(UpdateFault) -> Item {
    var values: [AttributeValue?] = []
    for action in actions {
      if case .set(_, let value) = action {
        values.append(try value.computed(from: item))
      } else {
        values.append(nil)
      }
    }
    var attributes = item.attributes
    var appended: [(path: DocumentPath, value: AttributeValue)] = []
    for (action, computed) in zip(actions, values) {
      switch action {
      case .set(let path, _):
        guard let computed else { continue }
        if Update.appends(path, item) {
          appended.append((path, computed))
        } else {
          try Update.change(path, in: &attributes) { $0 = computed }
        }
      case .add(let path, let value):
        let sum = try Update.sum(of: item.value(of: path), and: value)
        if Update.appends(path, item) {
          appended.append((path, sum))
        } else {
          try Update.change(path, in: &attributes) { $0 = sum }
        }
      case .delete(let path, let value):
        let rest = try Update.difference(of: item.value(of: path), and: value)
        try Update.change(path, in: &attributes) { if rest != nil || $0 != nil { $0 = rest } }
      case .remove: continue
      }
    }
    // Elements past a list's end are appended in the order of their indexes.
    for (path, value) in appended.sorted(by: { Update.lastIndex($0.path) < Update.lastIndex($1.path) }) {
      try Update.change(path, in: &attributes) { $0 = value }
    }
    // What was not in a list is not removed from it, though appended elements may stand there by now.
    for path in removals where !Update.appends(path, item) { try Update.change(path, in: &attributes) { $0 = nil } }
    return Item(attributes)
  }

  /// Paths of REMOVE, so ordered that no removal shifts an element that a later one means.
  private var removals: [DocumentPath] {
    var paths: [DocumentPath] = []
    for case .remove(let path) in actions { paths.append(path) }
    return paths.sorted { one, other in Update.comesLater(one, than: other) }
  }

  private static func comesLater(_ one: DocumentPath, than other: DocumentPath) -> Bool {
    if one.name != other.name { return other.name.lexicographicallyPrecedes(one.name) }
    for (mine, theirs) in zip(one.steps, other.steps) where mine != theirs {
      switch (mine, theirs) {
      case (.index(let first), .index(let second)): return first > second
      case (.name(let first), .name(let second)): return second.lexicographicallyPrecedes(first)
      default: return false
      }
    }
    return one.steps.count > other.steps.count
  }

  /// Whether the path leads past the end of a list that the item has.
  private static func appends(_ path: DocumentPath, _ item: Item) -> Bool {
    guard case .index(let index)? = path.steps.last else { return false }
    let parent = DocumentPath(path.name, Array(path.steps.dropLast()))
    guard case .list(let elements)? = item.value(of: parent) else { return false }
    return index >= elements.count
  }

  private static func lastIndex(_ path: DocumentPath) -> Int {
    if case .index(let index)? = path.steps.last { return index }
    return 0
  }

  /// Gives the place that the path means to `body`; nil is what is not there. The way to it must exist.
  private static func change(
    _ path: DocumentPath, in attributes: inout AttributeMap, _ body: (inout AttributeValue?) -> Void
  ) throws(UpdateFault) {
    if path.steps.isEmpty {
      body(&attributes[path.name])
      return
    }
    let result = attributes.update(path.name) { value in change(path.steps[...], in: &value, body) }
    if result != true { throw .invalidPath }
  }

  private static func change(
    _ steps: ArraySlice<DocumentPath.Step>, in value: inout AttributeValue, _ body: (inout AttributeValue?) -> Void
  ) -> Bool {
    guard let step = steps.first else { return false }
    let rest = steps.dropFirst()
    switch (step, value) {
    case (.name(let name), .map(var map)):
      // Letting go of the old value first keeps the change in place.
      value = .null
      defer { value = .map(map) }
      if rest.isEmpty {
        body(&map[name])
        return true
      }
      return map.update(name) { inner in change(rest, in: &inner, body) } ?? false
    case (.index(let index), .list(var elements)):
      value = .null
      defer { value = .list(elements) }
      if !rest.isEmpty {
        return index < elements.count ? change(rest, in: &elements[index], body) : false
      }
      var element: AttributeValue? = index < elements.count ? elements[index] : nil
      body(&element)
      switch (element, index < elements.count) {
      case (let element?, true): elements[index] = element
      case (let element?, false): elements.append(element)
      case (nil, true): elements.remove(at: index)
      case (nil, false): break
      }
      return true
    default: return false
    }
  }
}

/// Why an update does not fit the item; `message` is DynamoDB's.
package enum UpdateFault: Error, Equatable {
  case invalidPath
  case missingAttribute
  case operandType
  case typeMismatch
  case number(NumberFault)

  package var message: String {
    switch self {
    case .invalidPath: "The document path provided in the update expression is invalid for update"
    case .missingAttribute: "The provided expression refers to an attribute that does not exist in the item"
    case .operandType: "An operand in the update expression has an incorrect data type"
    case .typeMismatch: "Type mismatch for attribute to update"
    case .number(let fault): fault.message
    }
  }
}

extension Update.Value {
  func computed(from item: Item) throws(UpdateFault) -> AttributeValue {
    switch self {
    case .value(let value): return value
    case .path(let path):
      guard let value = item.value(of: path) else { throw .missingAttribute }
      return value
    case .plus(let left, let right):
      let (one, two) = try Update.Value.numbers(left, right, item)
      do { return .number(try one.adding(two)) } catch { throw .number(error) }
    case .minus(let left, let right):
      let (one, two) = try Update.Value.numbers(left, right, item)
      do { return .number(try one.subtracting(two)) } catch { throw .number(error) }
    case .ifNotExists(let path, let other):
      if let value = item.value(of: path) { return value }
      return try other.computed(from: item)
    case .listAppend(let left, let right):
      let first = try left.computed(from: item)
      let second = try right.computed(from: item)
      guard case .list(let front) = first, case .list(let back) = second else { throw .operandType }
      return .list(front + back)
    }
  }

  private static func numbers(
    _ left: Update.Value, _ right: Update.Value, _ item: Item
  ) throws(UpdateFault) -> (DecimalNumber, DecimalNumber) {
    let first = try left.computed(from: item)
    let second = try right.computed(from: item)
    guard case .number(let one) = first, case .number(let two) = second else { throw .operandType }
    return (one, two)
  }
}

extension Update {
  /// ADD: a number to a number or to nothing, members to a set of the same type or to nothing.
  static func sum(of old: AttributeValue?, and value: AttributeValue) throws(UpdateFault) -> AttributeValue {
    guard let old else { return value }
    switch (old, value) {
    case (.number(let one), .number(let two)):
      do { return .number(try one.adding(two)) } catch { throw .number(error) }
    case (.stringSet(let members), .stringSet(let more)): return .stringSet(union(members, more))
    case (.numberSet(let members), .numberSet(let more)): return .numberSet(union(members, more))
    case (.binarySet(let members), .binarySet(let more)): return .binarySet(union(members, more))
    default: throw .operandType
    }
  }

  /// DELETE: what stays of a set; nil when nothing does.
  static func difference(of old: AttributeValue?, and value: AttributeValue) throws(UpdateFault) -> AttributeValue? {
    guard let old else { return nil }
    switch (old, value) {
    case (.stringSet(let members), .stringSet(let less)):
      let rest = without(members, less)
      return rest.isEmpty ? nil : .stringSet(rest)
    case (.numberSet(let members), .numberSet(let less)):
      let rest = without(members, less)
      return rest.isEmpty ? nil : .numberSet(rest)
    case (.binarySet(let members), .binarySet(let less)):
      let rest = without(members, less)
      return rest.isEmpty ? nil : .binarySet(rest)
    default: throw .operandType
    }
  }

  private static func union<Member: Hashable>(_ members: [Member], _ more: [Member]) -> [Member] {
    let known = Set(members)
    return members + more.filter { !known.contains($0) }
  }

  private static func without<Member: Hashable>(_ members: [Member], _ less: [Member]) -> [Member] {
    let gone = Set(less)
    return members.filter { !gone.contains($0) }
  }
}
