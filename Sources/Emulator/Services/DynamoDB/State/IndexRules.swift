import Protocols

/// What DynamoDB demands of secondary indexes, in its order and its words.
enum IndexRules {
  static let localLimit = 5
  static let globalLimit = 20
  /// Of NonKeyAttributes over all indexes of a table.
  static let projectedLimit = 100

  static func check(_ projection: Values<Projected>) throws(AWSError) {
    let names = projection[Projected.nonKeyAttributes]
    switch projection[Projected.projectionType] {
    case "INCLUDE":
      guard let names else {
        throw AWSError.parameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
      }
      for (place, name) in names.enumerated() where names[..<place].contains(name) {
        throw AWSError.parameters("Duplicate element in NonKeyAttributes: \(name)")
      }
    case let type?:
      if names != nil { throw AWSError.parameters("ProjectionType is \(type), but NonKeyAttributes is specified") }
    case nil: throw AWSError.parameters("Unknown ProjectionType: null")
    }
  }

  static func checkProjected(_ projections: [Values<Projected>]) throws(AWSError) {
    let count = projections.reduce(0) { $0 + ($1[Projected.nonKeyAttributes]?.count ?? 0) }
    if count > projectedLimit {
      throw AWSError.parameters(
        "The number of projected attributes over all indexes, \(count), exceeds the limit of \(projectedLimit)")
    }
  }

  static func check(
    local index: Values<LocalSecondaryIndex>, tableKey: KeySchemaRules.Schema,
    _ definitions: KeySchemaRules.Definitions
  ) throws(AWSError) {
    let name = index[LocalSecondaryIndex.indexName]
    let schema = index[LocalSecondaryIndex.keySchema]
    try KeySchemaRules.check(simple: schema, definitions)
    if tableKey.count < 2 {
      throw AWSError.parameters(
        "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
    }
    if schema.count < 2 { throw AWSError.parameters("Index KeySchema does not have a range key for index: \(name)") }
    let own = schema[0][KeySchemaElement.attributeName]
    let tables = tableKey[0][KeySchemaElement.attributeName]
    if own != tables {
      throw AWSError.parameters(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: \(name). index hash "
          + "key: \(own), table hash key: \(tables)")
    }
    try check(index[LocalSecondaryIndex.projection])
  }

  static func check(
    global index: Values<GlobalSecondaryIndex>, isProvisioned: Bool, _ definitions: KeySchemaRules.Definitions
  ) throws(AWSError) {
    let name = index[GlobalSecondaryIndex.indexName]
    try KeySchemaRules.check(global: index[GlobalSecondaryIndex.keySchema], definitions)
    try check(index[GlobalSecondaryIndex.projection])
    let throughput = index[GlobalSecondaryIndex.provisionedThroughput]
    if isProvisioned && throughput == nil {
      throw AWSError.parameters("ProvisionedThroughput is not specified for index: \(name)")
    }
    if !isProvisioned && throughput != nil {
      throw AWSError.parameters(
        "ProvisionedThroughput should not be specified for index: \(name) when BillingMode is PAY_PER_REQUEST")
    }
    if let throughput { try ThroughputRules.check(throughput, index: name) }
    try ThroughputRules.check(
      index[GlobalSecondaryIndex.onDemandThroughput], isProvisioned: isProvisioned, index: name, clears: false)
    try ThroughputRules.check(
      index[GlobalSecondaryIndex.warmThroughput], throughput, index: name)
  }

  static func checkUnique(_ names: [String]) throws(AWSError) {
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      throw AWSError.parameters("Duplicate index name: \(name)")
    }
  }
}

extension IndexDefinition {
  static func of(_ index: Values<LocalSecondaryIndex>) -> Values<IndexDefinition> {
    .with {
      $0[indexName] = index[LocalSecondaryIndex.indexName]
      $0[isLocal] = true
      $0[keySchema] = index[LocalSecondaryIndex.keySchema]
      $0[projection] = index[LocalSecondaryIndex.projection]
    }
  }

  static func of(_ index: Values<GlobalSecondaryIndex>) -> Values<IndexDefinition> {
    .with {
      $0[indexName] = index[GlobalSecondaryIndex.indexName]
      $0[isLocal] = false
      $0[keySchema] = index[GlobalSecondaryIndex.keySchema]
      $0[projection] = index[GlobalSecondaryIndex.projection]
      $0[provisionedThroughput] = index[GlobalSecondaryIndex.provisionedThroughput]
      $0[onDemandThroughput] = index[GlobalSecondaryIndex.onDemandThroughput]
      $0[warmThroughput] = index[GlobalSecondaryIndex.warmThroughput]
    }
  }
}
