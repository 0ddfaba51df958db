import Protocols

/// What UpdateTable changes in every replica of a global table, and what in one alone: indexes, the class, limits of
/// writes and warm throughput are the group's; protection, limits of reads and the key of a customer each region's own.
enum GroupSettings {
  typealias Input = UpdateTable.Input

  static func check(_ input: Values<Input>) throws(AWSError) {
    if let stream = input[Input.streamSpecification], !stream[StreamSpecification.streamEnabled] {
      throw AWSError.parameters("Disabling Stream is not allowed for a Global Table replica.")
    }
    if input[Input.billingMode] == "PROVISIONED" || input.has(Input.provisionedThroughput) {
      throw ReplicaChange.unscaled
    }
  }

  /// The part of a request that is the group's; nil: nothing of it is.
  static func shared(_ input: Values<Input>) -> Values<Input>? {
    var shared = Values<Input>()
    shared[Input.tableName] = input[Input.tableName]
    shared[Input.attributeDefinitions] = input[Input.attributeDefinitions]
    shared[Input.globalSecondaryIndexUpdates] = input[Input.globalSecondaryIndexUpdates]
    shared[Input.tableClass] = input[Input.tableClass]
    shared[Input.warmThroughput] = input[Input.warmThroughput]
    if let units = input[Input.onDemandThroughput]?[OnDemandThroughput.maxWriteRequestUnits] {
      shared[Input.onDemandThroughput] = .with { $0[OnDemandThroughput.maxWriteRequestUnits] = units }
    }
    if let encryption = input[Input.sseSpecification], !encryption.has(SSESpecification.kmsMasterKeyID) {
      shared[Input.sseSpecification] = encryption
    }
    let settings: [AnyMember] = [
      Input.globalSecondaryIndexUpdates, Input.tableClass, Input.warmThroughput, Input.onDemandThroughput,
      Input.sseSpecification,
    ]
    return settings.contains(where: { shared.has($0) }) ? shared : nil
  }
}
