/// What a WHERE clause says of the key.
struct PartiQLKeys {
  /// The values that the partition key may have, in the order of the statement: one of `=`, several of `IN`. An index may
  /// have several attributes of it.
  var partitions: [[AttributeValue]] = []
  /// A condition on the first sort key.
  var sort: KeyCondition?
  /// Everything else.
  var rest: Condition?

  /// What a Query asks to read one of the partitions.
  func conditions(_ values: [AttributeValue], _ target: ReadTarget) -> [KeyCondition] {
    zip(target.partition, values).map { KeyCondition($0.name, .equal, [$1]) } + (sort.map { [$0] } ?? [])
  }

  /// Of a write: an equality on each attribute of the key, once, beside other conditions; the key as an item.
  static func single(
    _ term: PartiQLTerm?, _ key: TableKey
  ) throws(PartiQLFault) -> (key: Item, rest: Condition?) {
    var values: [[UInt8]: AttributeValue] = [:]
    var rest: Condition?
    for conjunct in term?.conjuncts ?? [] {
      if let (path, value) = equality(conjunct), !path.isNested,
        key.attributes.contains(where: { $0.name == path.name })
      {
        if values[path.name] != nil {
          throw PartiQLFault(
            "Multiple conditions on same key \(String(decoding: path.name, as: UTF8.self)). Only single item "
              + "Update/Insert/Delete are supported")
        }
        values[path.name] = value
      } else {
        let condition = try PartiQLAnalysis.condition(conjunct)
        rest = rest.map { .and($0, condition) } ?? condition
      }
    }
    var item = Item()
    for attribute in key.attributes {
      guard let value = values[attribute.name] else { throw .missingKeys }
      item.append(attribute.name, value)
    }
    return (item, rest)
  }

  /// `path = value`, either way round.
  private static func equality(_ term: PartiQLTerm) -> (DocumentPath, AttributeValue)? {
    guard case .comparison(.equal, let left, let right) = term else { return nil }
    if case .path(let path, _) = left, let value = try? PartiQLValue.value(of: right) { return (path, value) }
    if case .path(let path, _) = right, let value = try? PartiQLValue.value(of: left) { return (path, value) }
    return nil
  }

  /// Of a read; nil where the clause does not name the partition: all of the table, or index, is read.
  static func reading(_ term: PartiQLTerm?, _ target: ReadTarget) throws(PartiQLFault) -> PartiQLKeys? {
    guard let term else { return nil }
    var keys = PartiQLKeys()
    var values = [[AttributeValue]?](repeating: nil, count: target.partition.count)
    for conjunct in term.conjuncts {
      if let (place, found) = partitions(conjunct, target.partition), values[place] == nil {
        values[place] = found
      } else if keys.sort == nil, let sort = target.sort.first, let condition = sortCondition(conjunct, sort) {
        keys.sort = condition
      } else {
        let condition = try PartiQLAnalysis.condition(conjunct)
        keys.rest = keys.rest.map { .and($0, condition) } ?? condition
      }
    }
    // Every combination of the attributes' values is a partition.
    keys.partitions = [[]]
    for choices in values {
      guard let choices else { return nil }
      keys.partitions = keys.partitions.flatMap { known in choices.map { known + [$0] } }
    }
    if keys.partitions.count > partitionLimit {
      throw PartiQLFault("Too many decomposed read operations for a given query.")
    }
    return keys
  }

  private static let partitionLimit = 50

  /// Which attribute of the partition key the term fixes, and to what.
  private static func partitions(
    _ term: PartiQLTerm, _ partition: [KeyAttribute]
  ) -> (place: Int, values: [AttributeValue])? {
    func place(of path: DocumentPath) -> Int? {
      path.isNested ? nil : partition.firstIndex { $0.name == path.name }
    }
    if let (path, value) = equality(term), let place = place(of: path), value.type == partition[place].type {
      return (place, [value])
    }
    guard case .in(.path(let path, _), let members) = term, let place = place(of: path) else { return nil }
    var values: [AttributeValue] = []
    for member in members {
      guard let value = try? PartiQLValue.value(of: member) else { return nil }
      if value.type == partition[place].type, !values.contains(value) { values.append(value) }
    }
    return values.isEmpty ? nil : (place, values)
  }

  private static func sortCondition(_ term: PartiQLTerm, _ sort: KeyAttribute) -> KeyCondition? {
    func value(_ term: PartiQLTerm) -> AttributeValue? {
      guard let value = try? PartiQLValue.value(of: term), value.type == sort.type else { return nil }
      return value
    }
    func isSort(_ term: PartiQLTerm) -> Bool {
      if case .path(let path, _) = term { return !path.isNested && path.name == sort.name }
      return false
    }
    switch term {
    case .comparison(let comparator, let left, let right):
      if isSort(left), let value = value(right), let operation = operation(comparator, turned: false) {
        return KeyCondition(sort.name, operation, [value])
      }
      if isSort(right), let value = value(left), let operation = operation(comparator, turned: true) {
        return KeyCondition(sort.name, operation, [value])
      }
      return nil
    case .between(let middle, let low, let high):
      guard isSort(middle), let first = value(low), let last = value(high) else { return nil }
      return KeyCondition(sort.name, .between, [first, last])
    case .call("begins_with", let arguments, _):
      guard arguments.count == 2, isSort(arguments[0]), sort.type != .number, let prefix = value(arguments[1]) else {
        return nil
      }
      return KeyCondition(sort.name, .beginsWith, [prefix])
    default: return nil
    }
  }

  private static func operation(_ comparator: Comparator, turned: Bool) -> KeyCondition.Operator? {
    switch comparator {
    case .equal: .equal
    case .notEqual: nil
    case .less: turned ? .greater : .less
    case .lessOrEqual: turned ? .greaterOrEqual : .lessOrEqual
    case .greater: turned ? .less : .greater
    case .greaterOrEqual: turned ? .lessOrEqual : .greaterOrEqual
    }
  }
}
