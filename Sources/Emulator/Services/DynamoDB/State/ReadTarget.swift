import Protocols

/// What a Query or Scan goes through: a table, or one of its indexes.
struct ReadTarget {
  let table: Table
  let index: SecondaryIndex?

  /// Refuses an index that the table does not have, that is not filled yet, and a consistent read of a global one.
  init(_ table: Table, index name: String?, isConsistent: Bool) throws(AWSError) {
    self.table = table
    guard let name else {
      index = nil
      return
    }
    guard let index = table.index(name) else {
      throw AWSError.validation("The table does not have the specified index: \(name)")
    }
    if isConsistent && !index.isLocal {
      throw AWSError.validation("Consistent reads are not supported on global secondary indexes")
    }
    if index.isFilling {
      throw AWSError.validation("Cannot read from backfilling global secondary index: \(name)")
    }
    self.index = index
  }

  var space: Int { index?.id ?? table.id }
  var partition: [KeyAttribute] { index?.partition ?? [table.key.partition] }
  var sort: [KeyAttribute] { index?.sort ?? (table.key.sort.map { [$0] } ?? []) }
  var attributes: [KeyAttribute] { partition + sort }
  /// A table of provisioned throughput has one partition, see `ItemPage.scanUnits`.
  var isProvisioned: Bool { table.throughput != nil }

  /// The attributes of LastEvaluatedKey: the index's, and the table's that are not among them.
  var startAttributes: [KeyAttribute] {
    guard let index else { return table.key.attributes }
    let own = index.attributes
    return own + table.key.attributes.filter { !own.contains($0) }
  }

  func startKey(of item: Item) -> Item {
    var key = Item()
    for attribute in startAttributes { if let value = item[attribute.name] { key.append(attribute.name, value) } }
    return key
  }

  /// The store's key of an ExclusiveStartKey.
  func key(ofStart start: Item) throws(AWSError) -> [UInt8] {
    guard let index else { return try StartKey.key(start, in: table) }
    if start.attributeCount != startAttributes.count { throw AWSError.startKey() }
    var own = Item()
    for attribute in table.key.attributes {
      guard let value = start[attribute.name] else { throw AWSError.startKey() }
      own.append(attribute.name, value)
    }
    let key = try StartKey.key(own, in: table)
    guard let entry = IndexKey.of(start, key, in: index) else { throw AWSError.startKey() }
    return entry
  }

  /// Takes the units of a read from what is provisioned, where that is held to.
  func take(_ units: Double, fetched: Double, _ store: DynamoDBStore, _ now: Timestamp) throws(AWSError) {
    guard let throttle = store.throttle else { return }
    try throttle.take(units, table, index, .read, now)
    try throttle.take(fetched, table, nil, .read, now)
  }

  // MARK: Attributes

  /// Whether items of the table must be fetched for what is asked of a local index: all attributes, or some that it
  /// does not hold. Refuses such of a global one. `paths` nil: nothing is projected or filtered.
  func needsFetch(select: String?, projection: Projection?, filter: [[UInt8]]) throws(AWSError) -> Bool {
    guard let index, let shown = index.shown else { return false }
    if select == "ALL_ATTRIBUTES" {
      if index.isLocal { return true }
      throw AWSError.parameters(
        "Select type ALL_ATTRIBUTES is not supported for global secondary index \(index.name) because its projection "
          + "type is not ALL")
    }
    let missing = (projection?.paths.map(\.name) ?? []).filter { !shown.contains($0) }
    if index.isLocal { return !missing.isEmpty || filter.contains { !shown.contains($0) } }
    if missing.isEmpty { return false }
    let names = missing.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
    throw AWSError.parameters("Global secondary index \(index.name) does not project [\(names)]")
  }

  // MARK: Key conditions

  /// The range that a Query's conditions mean, and whether they fix every attribute of the key.
  func range(_ conditions: [KeyCondition]) throws(AWSError) -> KeyRange {
    let partition = try partitionValues(conditions)
    guard let index else {
      return KeyRange(partition: ItemKey.prefix(of: partition[0], in: table), try sortConditions(conditions).first)
    }
    return KeyRange(partition: IndexKey.prefix(of: partition, in: index), of: try sortConditions(conditions))
  }

  private func condition(
    on attribute: KeyAttribute, _ conditions: [KeyCondition]
  ) throws(AWSError) -> KeyCondition? {
    guard let found = conditions.first(where: { $0.name == attribute.name }) else { return nil }
    if found.values.contains(where: { $0.type != attribute.type }) {
      throw AWSError.parameters("Condition parameter type does not match schema type")
    }
    return found
  }

  private func partitionValues(_ conditions: [KeyCondition]) throws(AWSError) -> [AttributeValue] {
    if conditions.count > attributes.count { throw AWSError.validation("Query key condition not supported") }
    var values: [AttributeValue] = []
    for attribute in partition {
      guard let condition = try condition(on: attribute, conditions) else {
        if partition.count > 1 { throw Self.partitionEquality }
        throw AWSError.validation("Query condition missed key schema element: \(attribute.text)")
      }
      if condition.comparison != .equal {
        if partition.count > 1 { throw Self.partitionEquality }
        throw AWSError.validation("Query key condition not supported")
      }
      try ItemKey.check(condition.values[0], attribute, limit: ItemSize.partitionKeyLimit, .partitionKeySize)
      values.append(condition.values[0])
    }
    return values
  }

  /// Of the sort attributes from the left, without a gap; only the last may be other than an equality.
  private func sortConditions(_ conditions: [KeyCondition]) throws(AWSError) -> [KeyCondition] {
    var found: [KeyCondition] = []
    for attribute in sort {
      guard let condition = try condition(on: attribute, conditions) else { continue }
      found.append(condition)
    }
    if partition.count + found.count < conditions.count {
      guard let missed = sort.first(where: { attribute in !found.contains { $0.name == attribute.name } }) else {
        throw AWSError.validation("Query key condition not supported")
      }
      throw AWSError.validation("Query condition missed key schema element: \(missed.text)")
    }
    for (place, condition) in found.enumerated() {
      let isLast = place == found.count - 1
      if condition.name != sort[place].name || (!isLast && condition.comparison != .equal) { throw Self.sortEquality }
    }
    return found
  }

  private static let partitionEquality = AWSError.validation(
    "Query key condition not supported: every HASH key attribute of the index must have an equality condition")
  private static let sortEquality = AWSError.validation(
    "Query key condition not supported: RANGE key attributes must be given in the order of the key schema, without a "
      + "gap, and all but the last of them must have an equality condition")
}
