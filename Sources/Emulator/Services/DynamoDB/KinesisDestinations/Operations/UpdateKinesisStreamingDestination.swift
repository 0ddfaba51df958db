import Protocols
import Runtime

/// Changes how exactly records tell the time; at once.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateKinesisStreamingDestination.html
enum UpdateKinesisStreamingDestination: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let streamARN = Required<String>("StreamArn", StreamTraits.arnLength)
    static let updateKinesisStreamingConfiguration = Member<Values<UpdateKinesisStreamingConfiguration>>(
      "UpdateKinesisStreamingConfiguration")
    static let shape = structure(
      "UpdateKinesisStreamingDestinationInput", tableName, streamARN, updateKinesisStreamingConfiguration)
  }
  enum UpdateKinesisStreamingConfiguration: StructureShape {
    static let approximateCreationDateTimePrecision = Member<String>(
      "ApproximateCreationDateTimePrecision", .values(["MILLISECOND", "MICROSECOND"]))
    static let shape = structure("UpdateKinesisStreamingConfiguration", approximateCreationDateTimePrecision)
  }
  enum Output: StructureShape {
    static let tableName = Member<String>("TableName")
    static let streamARN = Member<String>("StreamArn")
    static let destinationStatus = Member<String>("DestinationStatus")
    static let updateKinesisStreamingConfiguration = Member<Values<UpdateKinesisStreamingConfiguration>>(
      "UpdateKinesisStreamingConfiguration")
    static let shape = structure(
      "UpdateKinesisStreamingDestinationOutput", tableName, streamARN, destinationStatus,
      updateKinesisStreamingConfiguration)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    let arn = input[Input.streamARN]
    guard let present = service.destinations.destinations[table.id]?.first(where: { $0.streamARN == arn }) else {
      throw AWSError.destination(
        "No streaming destination with streamArn: \(arn) found for table with tableName: \(table.name)")
    }
    if present.status != "ACTIVE" {
      throw AWSError.destination("KinesisStreamingDestination must be ACTIVE to perform UPDATE operation.")
    }
    let configuration = input[Input.updateKinesisStreamingConfiguration]
    guard let precision = configuration?[UpdateKinesisStreamingConfiguration.approximateCreationDateTimePrecision]
    else { throw AWSError.validation("Streaming destination cannot be updated with given parameters: none is given") }
    if precision == present.precision {
      throw AWSError.validation(
        "Invalid Request: Precision is already set to the desired value of \(precision) for tableId: \(table.uuid), "
          + "kdsArn: \(arn)")
    }
    try service.destinations.set(tableID: table.id, arn, status: "ACTIVE", precision: precision)
    return .now(
      .with {
        $0[Output.tableName] = table.name
        $0[Output.streamARN] = arn
        $0[Output.destinationStatus] = "UPDATING"
        $0[Output.updateKinesisStreamingConfiguration] = configuration
      })
  }
}
