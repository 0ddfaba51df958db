import Protocols
import Runtime

/// Changes a table: its throughput and how it is paid, one index, or one of its other settings. The change is done at
/// once, although the answer says UPDATING as AWS's does; a new index is filled by a worker.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
enum UpdateTable: AWSOperation {
  enum Input: StructureShape {
    static let attributeDefinitions = Member<[Values<AttributeDefinition>]>("AttributeDefinitions")
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let billingMode = Member<String>("BillingMode", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
    static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
    static let globalSecondaryIndexUpdates = Member<[Values<GlobalSecondaryIndexUpdate>]>(
      "GlobalSecondaryIndexUpdates")
    static let streamSpecification = Member<Values<StreamSpecification>>("StreamSpecification")
    static let sseSpecification = Member<Values<SSESpecification>>("SSESpecification")
    static let replicaUpdates = Member<[Values<ReplicationGroupUpdate>]>("ReplicaUpdates", .length(1...Int.max))
    static let tableClass = Member<String>("TableClass", .values(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
    static let deletionProtectionEnabled = Member<Bool>("DeletionProtectionEnabled")
    static let multiRegionConsistency = Member<String>(
      "MultiRegionConsistency", .values(["EVENTUAL", "STRONG"]), .emulatedOnly(["EVENTUAL"]))
    static let globalTableWitnessUpdates = Member<[Values<GlobalTableWitnessGroupUpdate>]>(
      "GlobalTableWitnessUpdates", .length(1...1), .notEmulated)
    static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
    static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
    static let globalTableSettingsReplicationMode = Member<String>("GlobalTableSettingsReplicationMode", .notEmulated)
    static let shape = structure(
      "UpdateTableInput", attributeDefinitions, tableName, billingMode, provisionedThroughput,
      globalSecondaryIndexUpdates, streamSpecification, sseSpecification, replicaUpdates, tableClass,
      deletionProtectionEnabled, multiRegionConsistency, globalTableWitnessUpdates, onDemandThroughput, warmThroughput,
      globalTableSettingsReplicationMode)
  }
  enum GlobalSecondaryIndexUpdate: StructureShape {
    static let update = Member<Values<IndexUpdate>>("Update")
    static let create = Member<Values<GlobalSecondaryIndex>>("Create")
    static let delete = Member<Values<IndexDeletion>>("Delete")
    static let shape = structure("GlobalSecondaryIndexUpdate", update, create, delete)
  }
  enum IndexUpdate: StructureShape {
    static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
    static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
    static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
    static let shape = structure(
      "UpdateGlobalSecondaryIndexAction", indexName, provisionedThroughput, onDemandThroughput, warmThroughput)
  }
  enum IndexDeletion: StructureShape {
    static let indexName = Required<String>("IndexName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let shape = structure("DeleteGlobalSecondaryIndexAction", indexName)
  }
  /// Witnesses are refused as a whole; their members are of no interest here.
  enum GlobalTableWitnessGroupUpdate: StructureShape {
    static let shape = structure("GlobalTableWitnessGroupUpdate")
  }
  enum Output: StructureShape {
    static let tableDescription = Member<Values<TableDescription>>("TableDescription")
    static let shape = structure("UpdateTableOutput", tableDescription)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    try checkAsked(input)
    if let encryption = input[Input.sseSpecification] { try EncryptionRules.check(encryption) }
    if let updates = input[Input.replicaUpdates] { try ReplicaChange.check(updates, request) }
    let updates = input[Input.globalSecondaryIndexUpdates] ?? []
    for update in updates { try IndexChange.check(update) }
    try DynamoDBService.check(input[Input.streamSpecification], tableName: input[Input.tableName])
    var table = try TableReference.subject(input[Input.tableName], request, service)
    try service.status(of: table, request.now).checkActive(table)
    if service.replicas(of: table).contains(where: { service.status(of: $0, request.now) == .creating }) {
      throw AWSError("ResourceInUseException", "The resource which you are attempting to change is in use.")
    }
    if let updates = input[Input.replicaUpdates] { return .now(try changed(updates, table, request, service)) }
    try IndexChange.checkNumber(updates)
    if !table.replicas.isEmpty { try GroupSettings.check(input) }

    table = try changed(table, input, request, service)
    if !table.replicas.isEmpty, let shared = GroupSettings.shared(input) {
      for replica in service.replicas(of: table) { _ = try changed(replica, shared, request, service) }
    }
    table = try service.apply(
      input[Input.streamSpecification], to: table, isNew: false, now: Int(request.now.milliseconds))
    let description = service.description(of: table, status: "UPDATING", now: request.now)
    return .now(.with { $0[Output.tableDescription] = description })
  }

  private static func changed(
    _ updates: [Values<ReplicationGroupUpdate>], _ table: Table, _ request: RequestContext,
    _ service: DynamoDBService
  ) throws(AWSError) -> Values<Output> {
    let changed = try ReplicaChange.perform(updates, on: table, request, service)
    var description = service.description(of: changed, status: "UPDATING", now: request.now)
    // A new replica is not in the answer yet.
    description[TableDescription.replicas]?.removeAll {
      !table.replicas.contains($0[ReplicaDescription.regionName] ?? "")
    }
    return .with { $0[Output.tableDescription] = description }
  }

  /// The table, or another replica of its group, with its settings and indexes as they are asked for.
  private static func changed(
    _ table: Table, _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    var table = table
    let definition = try changed(table, input, request)
    let wasProvisioned = table.throughput != nil
    table = try service.store.replace(table, definition: definition)
    if wasProvisioned && table.throughput == nil { table = try payByRequest(indexesOf: table, service) }
    for update in input[Input.globalSecondaryIndexUpdates] ?? [] {
      table = try IndexChange.perform(update, on: table, input[Input.attributeDefinitions] ?? [], request, service)
    }
    if table.throughput != nil, let index = table.indexes.first(where: { !$0.isLocal && $0.throughput == nil }) {
      throw AWSError.parameters("ProvisionedThroughput must be specified for index: \(index.name)")
    }
    return table
  }

  private static func payByRequest(
    indexesOf table: Table, _ service: DynamoDBService
  ) throws(AWSError) -> Table {
    var changed = table
    for index in table.indexes where index.throughput != nil {
      var definition = index.definition
      definition[IndexDefinition.provisionedThroughput] = nil
      changed = try service.store.replace(index, of: changed, definition: definition, filledTo: index.filledTo)
    }
    return changed
  }

  // MARK: Rules across members

  private static func checkAsked(_ input: Values<Input>) throws(AWSError) {
    let alone: [(name: String, isGiven: Bool)] = [
      ("Replica modification", input.has(Input.replicaUpdates)),
      ("Server-Side Encryption modification", input.has(Input.sseSpecification)),
      ("TableClass modification", input.has(Input.tableClass)),
      ("DeletionProtection modification", input.has(Input.deletionProtectionEnabled)),
      ("WarmThroughput", input.has(Input.warmThroughput)),
    ]
    let throughput = input.has(Input.provisionedThroughput) || input.has(Input.billingMode)
    let others =
      (throughput ? 1 : 0) + (input.has(Input.globalSecondaryIndexUpdates) ? 1 : 0)
      + (input.has(Input.streamSpecification) ? 1 : 0) + (input.has(Input.onDemandThroughput) ? 1 : 0)
    let given = alone.filter(\.isGiven)
    if given.isEmpty && others == 0 {
      throw AWSError.validation(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
          + "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
          + "MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is "
          + "required")
    }
    if let first = given.first, given.count + others > 1 {
      throw AWSError.parameters("\(first.name) must be the only operation in the request")
    }
    if input.has(Input.onDemandThroughput)
      && (input.has(Input.globalSecondaryIndexUpdates) || input.has(Input.streamSpecification))
    {
      throw AWSError.parameters("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
    }
    if let updates = input[Input.globalSecondaryIndexUpdates] {
      if updates.isEmpty { throw AWSError.parameters("List of GlobalSecondaryIndexUpdates is empty") }
      let structural = updates.contains {
        $0.has(GlobalSecondaryIndexUpdate.create) || $0.has(GlobalSecondaryIndexUpdate.delete)
      }
      if structural && input.has(Input.provisionedThroughput) {
        throw AWSError.parameters("You cannot create or delete index while updating table IOPS")
      }
      if structural && input.has(Input.streamSpecification) {
        throw AWSError.parameters("You cannot create or delete index while changing stream status")
      }
    }
    if input.has(Input.streamSpecification) && input.has(Input.provisionedThroughput) {
      throw AWSError.parameters("You cannot modify stream status while updating table IOPS")
    }
    if input[Input.billingMode] == "PAY_PER_REQUEST" && input.has(Input.provisionedThroughput) {
      throw AWSError.parameters(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
    }
    if let throughput = input[Input.provisionedThroughput] { try ThroughputRules.check(throughput) }
  }

  // MARK: The table's own settings

  private static func changed(
    _ table: Table, _ input: Values<Input>, _ request: RequestContext
  ) throws(AWSError) -> Values<TableDefinition> {
    var definition = table.definition
    definition[TableDefinition.changed] = request.now
    try changeThroughput(&definition, table, input, request)
    if let asked = input[Input.onDemandThroughput] {
      try ThroughputRules.check(
        asked, isProvisioned: definition.has(TableDefinition.provisionedThroughput), clears: true)
      definition[TableDefinition.onDemandThroughput] = ThroughputRules.changed(
        definition[TableDefinition.onDemandThroughput], by: asked)
    }
    if let warm = input[Input.warmThroughput] {
      try ThroughputRules.check(warm, over: WarmLevel(definition[TableDefinition.warmThroughput], table.throughput))
      definition[TableDefinition.warmThroughput] = warm
    }
    if let tableClass = input[Input.tableClass], tableClass != definition[TableDefinition.tableClass] ?? "STANDARD" {
      definition[TableDefinition.tableClass] = tableClass
      definition[TableDefinition.tableClassChanged] = request.now
    }
    if let isProtected = input[Input.deletionProtectionEnabled] {
      definition[TableDefinition.deletionProtectionEnabled] = isProtected
    }
    if let encryption = input[Input.sseSpecification] {
      let key = EncryptionRules.keyARN(encryption, request, region: table.region)
      // Another replica of the group may have had the key before.
      if key == definition[TableDefinition.kmsKeyARN] && table.region == request.region {
        throw AWSError.parameters(
          key == nil
            ? "Table is already encrypted by default"
            : "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to "
              + "change Master Key")
      }
      definition[TableDefinition.kmsKeyARN] = key
    }
    return definition
  }

  private static func changeThroughput(
    _ definition: inout Values<TableDefinition>, _ table: Table, _ input: Values<Input>, _ request: RequestContext
  ) throws(AWSError) {
    let asked = input[Input.provisionedThroughput]
    switch input[Input.billingMode] {
    case "PAY_PER_REQUEST":
      if table.throughput != nil {
        definition[TableDefinition.provisionedThroughput] = nil
        definition[TableDefinition.paidByRequestSince] = request.now
      }
      return
    case "PROVISIONED" where asked == nil && table.throughput == nil:
      throw AWSError.parameters("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
    case nil where asked != nil && table.throughput == nil:
      throw AWSError.parameters(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
    default: break
    }
    guard let asked else { return }
    let new = Table.Throughput(
      read: asked[ProvisionedThroughput.readCapacityUnits], write: asked[ProvisionedThroughput.writeCapacityUnits])
    if new == table.throughput && !input.has(Input.globalSecondaryIndexUpdates) {
      throw AWSError.unchangedThroughput("table", "the table", new)
    }
    definition[TableDefinition.throughputChanges] = ThroughputChanges.after(
      definition[TableDefinition.throughputChanges], from: definition[TableDefinition.provisionedThroughput],
      to: asked, request.now)
    definition[TableDefinition.provisionedThroughput] = asked
    definition[TableDefinition.onDemandThroughput] = nil
  }
}
