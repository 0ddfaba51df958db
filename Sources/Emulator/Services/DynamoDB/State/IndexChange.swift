import Protocols
import Storage

/// One element of UpdateTable's GlobalSecondaryIndexUpdates: an index made, changed or deleted.
enum IndexChange {
  typealias Update = UpdateTable.GlobalSecondaryIndexUpdate

  static func check(_ update: Values<Update>) throws(AWSError) {
    let actions = [update.has(Update.update), update.has(Update.create), update.has(Update.delete)].count { $0 }
    if actions == 0 {
      throw AWSError.parameters(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          + "GlobalSecondaryIndexUpdate.Delete must not be null")
    }
    if actions > 1 {
      throw AWSError.parameters(
        "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object")
    }
  }

  private static func name(_ update: Values<Update>) -> String {
    update[Update.update]?[UpdateTable.IndexUpdate.indexName]
      ?? update[Update.create]?[GlobalSecondaryIndex.indexName]
      ?? update[Update.delete]?[UpdateTable.IndexDeletion.indexName] ?? ""
  }

  /// One index is made or deleted at a time; several may be changed.
  static func checkNumber(_ updates: [Values<Update>]) throws(AWSError) {
    if updates.count(where: { !$0.has(Update.update) }) > 1 {
      throw AWSError.limit("Only 1 online index can be created or deleted simultaneously per table")
    }
    let names = updates.map(name)
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      throw AWSError.parameters(
        "Only one global secondary index update per index is allowed simultaneously. Index: \(name)")
    }
  }

  static func perform(
    _ update: Values<Update>, on table: Table, _ definitions: KeySchemaRules.Definitions, _ request: RequestContext,
    _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    if let index = update[Update.create] { return try create(index, on: table, definitions, service) }
    let name = name(update)
    guard let index = table.index(name) else {
      throw AWSError("ResourceNotFoundException", "Requested resource not found")
    }
    let isDeletion = update.has(Update.delete)
    if index.isLocal {
      throw AWSError.validation(
        "Cannot \(isDeletion ? "delete" : "update") an index that is not a GlobalSecondaryIndex: \(name)")
    }
    if isDeletion { return try delete(index, of: table, service) }
    guard let asked = update[Update.update] else { return table }
    return try change(index, of: table, by: asked, request, service)
  }

  // MARK: Create

  private static func create(
    _ index: Values<GlobalSecondaryIndex>, on table: Table, _ definitions: KeySchemaRules.Definitions,
    _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    let name = index[GlobalSecondaryIndex.indexName]
    if definitions.isEmpty { throw AWSError.parameters("AttributeDefinitions is not specified for index: \(name)") }
    try KeySchemaRules.checkUnique(definitions)
    try IndexRules.check(global: index, isProvisioned: table.throughput != nil, definitions)
    var all = table.definition[TableDefinition.attributeDefinitions]
    let used = KeySchemaRules.names(index[GlobalSecondaryIndex.keySchema])
    for definition in definitions {
      let attribute = definition[AttributeDefinition.attributeName]
      let known = all.first { $0[AttributeDefinition.attributeName] == attribute }
      if let known {
        if known[AttributeDefinition.attributeType] != definition[AttributeDefinition.attributeType] {
          throw AWSError.parameters("Attributes cannot be redefined. Please check attribute: \(attribute)")
        }
      } else if used.contains(attribute) {
        all.append(definition)
      }
    }
    if table.index(name) != nil { throw AWSError.validation("Attempting to create an index which already exists") }
    if table.indexes.count(where: { !$0.isLocal }) >= IndexRules.globalLimit {
      throw AWSError.limit(
        "GlobalSecondaryIndex count exceeds the per-table limit of \(IndexRules.globalLimit)")
    }
    if table.indexes.contains(where: \.isFilling) {
      throw AWSError.limit("Only 1 online index can be created simultaneously per table")
    }
    let definition = IndexDefinition.of(index)
    try IndexRules.checkProjected(
      (table.indexes.map(\.definition) + [definition]).map { $0[IndexDefinition.projection] })
    var changed = table.definition
    changed[TableDefinition.attributeDefinitions] = all
    let replaced = try service.store.replace(table, definition: changed)
    // An empty table has nothing to be filled from.
    let isEmpty = service.store.rows.contents(ofSpace: table.id).items == 0
    let filled = try service.store.add(definition, to: replaced, filledTo: isEmpty ? nil : [])
    if !isEmpty { service.store.round.afterCommit { service.fillIndexes() } }
    return filled
  }

  // MARK: Delete

  private static func delete(
    _ index: SecondaryIndex, of table: Table, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    var table = try service.store.remove(index, of: table)
    var definition = table.definition
    let used = Set(
      KeySchemaRules.names(definition[TableDefinition.keySchema])
        + table.indexes.flatMap { KeySchemaRules.names($0.definition[IndexDefinition.keySchema]) })
    definition[TableDefinition.attributeDefinitions].removeAll {
      !used.contains($0[AttributeDefinition.attributeName])
    }
    table = try service.store.replace(table, definition: definition)
    service.store.round.afterCommit { service.sweep() }
    return table
  }

  // MARK: Update

  private static func change(
    _ index: SecondaryIndex, of table: Table, by change: Values<UpdateTable.IndexUpdate>, _ request: RequestContext,
    _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    typealias Change = UpdateTable.IndexUpdate
    var definition = index.definition
    if let asked = change[Change.provisionedThroughput] {
      if table.throughput == nil {
        throw AWSError.parameters(
          "The only Updates for index: \(index.name) when TableThroughputMode is PAY_PER_REQUEST can be to "
            + "OnDemandThroughput, WarmThroughput")
      }
      try ThroughputRules.check(asked, index: index.name)
      let new = Table.Throughput(
        read: asked[ProvisionedThroughput.readCapacityUnits], write: asked[ProvisionedThroughput.writeCapacityUnits])
      if new == index.throughput {
        throw AWSError.unchangedThroughput("index \(index.name)", "the index", new)
      }
      definition[IndexDefinition.throughputChanges] = ThroughputChanges.after(
        definition[IndexDefinition.throughputChanges], from: definition[IndexDefinition.provisionedThroughput],
        to: asked, request.now)
      definition[IndexDefinition.provisionedThroughput] = asked
    }
    if let asked = change[Change.onDemandThroughput] {
      try ThroughputRules.check(asked, isProvisioned: table.throughput != nil, index: index.name, clears: true)
      definition[IndexDefinition.onDemandThroughput] = ThroughputRules.changed(
        definition[IndexDefinition.onDemandThroughput], by: asked)
    }
    if let warm = change[Change.warmThroughput] {
      try ThroughputRules.check(
        warm, over: WarmLevel(definition[IndexDefinition.warmThroughput], index.throughput), index: index.name)
      definition[IndexDefinition.warmThroughput] = warm
    }
    return try service.store.replace(index, of: table, definition: definition, filledTo: index.filledTo)
  }
}
