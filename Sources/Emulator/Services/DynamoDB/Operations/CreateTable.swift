import Protocols
import Runtime

/// Makes a table; it is ACTIVE at once, although the answer says CREATING as AWS's does.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
enum CreateTable: AWSOperation {
  enum Input: StructureShape {
    static let attributeDefinitions = Member<[Values<AttributeDefinition>]>("AttributeDefinitions")
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema", .length(1...Int.max))
    static let localSecondaryIndexes = Member<[Values<LocalSecondaryIndex>]>("LocalSecondaryIndexes")
    static let globalSecondaryIndexes = Member<[Values<GlobalSecondaryIndex>]>("GlobalSecondaryIndexes")
    static let billingMode = Member<String>("BillingMode", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
    static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
    static let streamSpecification = Member<Values<StreamSpecification>>("StreamSpecification")
    static let sseSpecification = Member<Values<SSESpecification>>("SSESpecification")
    static let tags = Member<[Values<Tag>]>("Tags")
    static let tableClass = Member<String>("TableClass", .values(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
    static let deletionProtectionEnabled = Member<Bool>("DeletionProtectionEnabled")
    static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput")
    static let resourcePolicy = Member<String>("ResourcePolicy")
    static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput")
    static let globalTableSourceARN = Member<String>("GlobalTableSourceArn", .length(1...1024), .notEmulated)
    static let globalTableSettingsReplicationMode = Member<String>("GlobalTableSettingsReplicationMode", .notEmulated)
    static let shape = structure(
      "CreateTableInput", attributeDefinitions, tableName, billingMode, provisionedThroughput, keySchema,
      localSecondaryIndexes, globalSecondaryIndexes, streamSpecification, sseSpecification, tags, tableClass,
      deletionProtectionEnabled, warmThroughput, resourcePolicy, onDemandThroughput, globalTableSourceARN,
      globalTableSettingsReplicationMode)
  }
  enum Output: StructureShape {
    static let tableDescription = Member<Values<TableDescription>>("TableDescription")
    static let shape = structure("CreateTableOutput", tableDescription)
  }

  /// Tables of one account and region; AWS's default.
  private static let tableLimit = 2500

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.tableName]
    try checkName(name)
    try checkThroughput(of: input)
    for (member, isGiven) in [
      ("attributeDefinitions", input.has(Input.attributeDefinitions)), ("keySchema", input.has(Input.keySchema)),
    ] where !isGiven {
      throw AWSError.validationDetected(
        "Value null at '\(member)' failed to satisfy constraint: Member must not be null")
    }
    let definitions = input[Input.attributeDefinitions] ?? []
    let schema = input[Input.keySchema] ?? []
    try KeySchemaRules.checkUnique(definitions)
    try KeySchemaRules.check(simple: schema, definitions)
    let indexes = try indexes(of: input, schema, definitions)
    try KeySchemaRules.checkAllUsed(schema, indexes.map { $0[IndexDefinition.keySchema] }, definitions)
    if let encryption = input[Input.sseSpecification] { try EncryptionRules.check(encryption) }
    try DynamoDBService.check(input[Input.streamSpecification], tableName: name)
    let tags = TableTags.list(input[Input.tags] ?? [])
    try TableTags.check(tags, beside: [])
    if let policy = input[Input.resourcePolicy] { try PolicyResource.check(policy: policy) }
    if service.store.table(request.account, request.region, name) != nil { throw AWSError.tableExists(name) }
    if service.store.tables(of: request.account, in: request.region).count >= tableLimit {
      throw AWSError.limit("There is a limit of \(tableLimit) tables per subscriber")
    }

    let now = Int(request.now.milliseconds)
    var table = try service.store.create(
      account: request.account, region: request.region, name: name, uuid: service.ids.uuid(), created: now,
      definition(of: input, schema, definitions, request), indexes: indexes)
    table = try service.apply(input[Input.streamSpecification], to: table, isNew: true, now: now)
    try service.resources.set(tags, ofTable: table.id)
    if let policy = input[Input.resourcePolicy] {
      try service.resources.set(policy, revision: String(now), of: table.arn)
    }
    let description = service.description(of: table, status: "CREATING", now: request.now)
    return .now(.with { $0[Output.tableDescription] = description })
  }

  private static func definition(
    of input: Values<Input>, _ schema: KeySchemaRules.Schema, _ definitions: KeySchemaRules.Definitions,
    _ request: RequestContext
  ) -> Values<TableDefinition> {
    .with { out in
      out[TableDefinition.attributeDefinitions] = definitions
      out[TableDefinition.keySchema] = schema
      out[TableDefinition.provisionedThroughput] = input[Input.provisionedThroughput]
      if !input.has(Input.provisionedThroughput) { out[TableDefinition.paidByRequestSince] = request.now }
      out[TableDefinition.tableClass] = input[Input.tableClass]
      out[TableDefinition.kmsKeyARN] = EncryptionRules.keyARN(input[Input.sseSpecification], request)
      out[TableDefinition.deletionProtectionEnabled] = input[Input.deletionProtectionEnabled]
      out[TableDefinition.onDemandThroughput] = input[Input.onDemandThroughput]
      out[TableDefinition.warmThroughput] = input[Input.warmThroughput]
    }
  }

  private static func checkName(_ name: String) throws(AWSError) {
    try TableReference.check(name)
    if name.utf8.starts(with: "arn:".utf8) {
      throw AWSError.parameters("The table name must not be an ARN: \(name)")
    }
  }

  private static func checkThroughput(of input: Values<Input>) throws(AWSError) {
    let given = input[Input.provisionedThroughput]
    let isProvisioned = input[Input.billingMode] != "PAY_PER_REQUEST"
    if !isProvisioned && given != nil {
      throw AWSError.parameters(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
    }
    if isProvisioned && given == nil {
      throw AWSError.parameters(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
    }
    if let given { try ThroughputRules.check(given) }
    try ThroughputRules.check(input[Input.onDemandThroughput], isProvisioned: isProvisioned, clears: false)
    try ThroughputRules.check(input[Input.warmThroughput], given)
  }

  /// Checks local indexes, then global ones, then what concerns all of them.
  private static func indexes(
    of input: Values<Input>, _ schema: KeySchemaRules.Schema, _ definitions: KeySchemaRules.Definitions
  ) throws(AWSError) -> [Values<IndexDefinition>] {
    let local = input[Input.localSecondaryIndexes]
    if let local {
      if local.isEmpty { throw AWSError.parameters("List of LocalSecondaryIndexes is empty") }
      for index in local { try IndexRules.check(local: index, tableKey: schema, definitions) }
      try IndexRules.checkUnique(local.map { $0[LocalSecondaryIndex.indexName] })
      if local.count > IndexRules.localLimit {
        throw AWSError.parameters("Number of LocalSecondaryIndexes exceeds per-table limit of \(IndexRules.localLimit)")
      }
    }
    let global = input[Input.globalSecondaryIndexes]
    if let global {
      if global.isEmpty { throw AWSError.parameters("List of GlobalSecondaryIndexes is empty") }
      let isProvisioned = input[Input.billingMode] != "PAY_PER_REQUEST"
      for index in global { try IndexRules.check(global: index, isProvisioned: isProvisioned, definitions) }
      if global.count > IndexRules.globalLimit {
        throw AWSError.parameters(
          "GlobalSecondaryIndex count exceeds the per-table limit of \(IndexRules.globalLimit)")
      }
    }
    let indexes = (local ?? []).map { IndexDefinition.of($0) } + (global ?? []).map { IndexDefinition.of($0) }
    try IndexRules.checkUnique(indexes.map { $0[IndexDefinition.indexName] })
    try IndexRules.checkProjected(indexes.map { $0[IndexDefinition.projection] })
    return indexes
  }
}
