import Protocols
import Runtime

/// Makes a table; it is ACTIVE at once, although the answer says CREATING as AWS's does.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
enum CreateTable: AWSOperation {
  enum Input: StructureShape {
    static let attributeDefinitions = Member<[Values<AttributeDefinition>]>("AttributeDefinitions")
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let keySchema = Member<[Values<KeySchemaElement>]>("KeySchema", .length(1...Int.max))
    static let localSecondaryIndexes = Member<[Values<LocalSecondaryIndex>]>("LocalSecondaryIndexes", .notEmulated)
    static let globalSecondaryIndexes = Member<[Values<GlobalSecondaryIndex>]>("GlobalSecondaryIndexes", .notEmulated)
    static let billingMode = Member<String>("BillingMode", .values(["PROVISIONED", "PAY_PER_REQUEST"]))
    static let provisionedThroughput = Member<Values<ProvisionedThroughput>>("ProvisionedThroughput")
    static let streamSpecification = Member<Values<StreamSpecification>>("StreamSpecification")
    static let sseSpecification = Member<Values<SSESpecification>>("SSESpecification")
    static let tags = Member<[Values<Tag>]>("Tags")
    static let tableClass = Member<String>("TableClass", .values(["STANDARD", "STANDARD_INFREQUENT_ACCESS"]))
    static let deletionProtectionEnabled = Member<Bool>("DeletionProtectionEnabled", .emulatedOnly(["false"]))
    static let warmThroughput = Member<Values<WarmThroughput>>("WarmThroughput", .notEmulated)
    static let resourcePolicy = Member<String>("ResourcePolicy")
    static let onDemandThroughput = Member<Values<OnDemandThroughput>>("OnDemandThroughput", .notEmulated)
    static let globalTableSourceARN = Member<String>("GlobalTableSourceArn", .length(1...1024), .notEmulated)
    static let globalTableSettingsReplicationMode = Member<String>("GlobalTableSettingsReplicationMode", .notEmulated)
    static let shape = structure(
      "CreateTableInput", attributeDefinitions, tableName, billingMode, provisionedThroughput, keySchema,
      localSecondaryIndexes, globalSecondaryIndexes, streamSpecification, sseSpecification, tags, tableClass,
      deletionProtectionEnabled, warmThroughput, resourcePolicy, onDemandThroughput, globalTableSourceARN,
      globalTableSettingsReplicationMode)
  }
  enum SSESpecification: StructureShape {
    static let enabled = Member<Bool>("Enabled", .emulatedOnly(["false"]))
    static let sseType = Member<String>("SSEType", .notEmulated)
    static let kmsMasterKeyID = Member<String>("KMSMasterKeyId", .notEmulated)
    static let shape = structure("SSESpecification", enabled, sseType, kmsMasterKeyID)
  }
  enum Output: StructureShape {
    static let tableDescription = Member<Values<TableDescription>>("TableDescription")
    static let shape = structure("CreateTableOutput", tableDescription)
  }

  private static let throughputLimit = 1_000_000_000_000
  /// Tables of one account and region; AWS's default.
  private static let tableLimit = 2500

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.tableName]
    try checkName(name)
    _ = try throughput(of: input)
    for (member, isGiven) in [
      ("attributeDefinitions", input.has(Input.attributeDefinitions)), ("keySchema", input.has(Input.keySchema)),
    ] where !isGiven {
      throw AWSError.validationDetected(
        "Value null at '\(member)' failed to satisfy constraint: Member must not be null")
    }
    try checkKey(input[Input.keySchema] ?? [], input[Input.attributeDefinitions] ?? [])
    try DynamoDBService.check(input[Input.streamSpecification], tableName: name)
    let tags = TableTags.list(input[Input.tags] ?? [])
    try TableTags.check(tags, beside: [])
    if let policy = input[Input.resourcePolicy] { try PolicyResource.check(policy: policy) }
    if service.store.table(request.account, request.region, name) != nil { throw AWSError.tableExists(name) }
    if service.store.tables(of: request.account, in: request.region).count >= tableLimit {
      throw AWSError(
        "LimitExceededException",
        "Subscriber limit exceeded: There is a limit of \(tableLimit) tables per subscriber")
    }
    var definition = Values<TableDefinition>()
    definition[TableDefinition.attributeDefinitions] = input[Input.attributeDefinitions] ?? []
    definition[TableDefinition.keySchema] = input[Input.keySchema] ?? []
    definition[TableDefinition.provisionedThroughput] = input[Input.provisionedThroughput]
    definition[TableDefinition.tableClass] = input[Input.tableClass]
    let now = Int(request.now.milliseconds)
    var table = try service.store.create(
      account: request.account, region: request.region, name: name, uuid: service.ids.uuid(),
      created: now, definition, indexes: [])
    table = try service.apply(input[Input.streamSpecification], to: table, isNew: true, now: now)
    try service.resources.set(tags, ofTable: table.id)
    if let policy = input[Input.resourcePolicy] {
      try service.resources.set(policy, revision: String(now), of: table.arn)
    }
    let description = try service.description(of: table, status: "CREATING")
    return .now(.with { $0[Output.tableDescription] = description })
  }

  private static func checkName(_ name: String) throws(AWSError) {
    try TableReference.check(name)
    if name.utf8.starts(with: "arn:".utf8) {
      throw AWSError.parameters("The table name must not be an ARN: \(name)")
    }
  }

  /// nil when the table is paid by request.
  private static func throughput(of input: Values<Input>) throws(AWSError) -> Table.Throughput? {
    let given = input[Input.provisionedThroughput]
    if input[Input.billingMode] == "PAY_PER_REQUEST" {
      if given != nil {
        throw AWSError.parameters(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
      }
      return nil
    }
    guard let given else {
      throw AWSError.parameters(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
    }
    let throughput = Table.Throughput(
      read: given[ProvisionedThroughput.readCapacityUnits], write: given[ProvisionedThroughput.writeCapacityUnits])
    if throughput.read > throughputLimit {
      throw AWSError.validation("Given value \(throughput.read) for ReadCapacityUnits is out of bounds")
    }
    if throughput.write > throughputLimit {
      throw AWSError.validation("Given value \(throughput.write) for WriteCapacityUnits is out of bounds")
    }
    return throughput
  }

  private static func checkKey(
    _ schema: [Values<KeySchemaElement>], _ definitions: [Values<AttributeDefinition>]
  ) throws(AWSError) {
    let names = schema.map { $0[KeySchemaElement.attributeName] }
    let types = schema.map { $0[KeySchemaElement.keyType] }
    if schema.count > 2 {
      let shown = zip(names, types).map { "KeySchemaElement(attributeName=\($0), keyType=\($1))" }
      throw AWSError.validationDetected(
        "Value '[\(shown.joined(separator: ", "))]' at 'keySchema' failed to satisfy constraint: Member must have "
          + "length less than or equal to 2")
    }
    let defined = definitions.map { $0[AttributeDefinition.attributeName] }
    for (index, name) in defined.enumerated() where defined[..<index].contains(name) {
      throw AWSError.parameters("Duplicate AttributeName in AttributeDefinitions: \(name)")
    }
    if names.count > defined.count {
      throw AWSError.validation("Invalid KeySchema: Some index key attribute have no definition")
    }
    if names.contains(where: { !defined.contains($0) }) {
      throw AWSError.parameters(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [\(names.joined(separator: ", "))], "
          + "AttributeDefinitions: [\(defined.joined(separator: ", "))]")
    }
    if names.count == 2 && names[0] == names[1] {
      throw AWSError.validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    }
    if types[0] != "HASH" {
      throw AWSError.validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    }
    if types.count == 2 && types[1] != "RANGE" {
      throw AWSError.validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
    }
    if names.count != defined.count {
      throw AWSError.parameters(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")
    }
  }
}
