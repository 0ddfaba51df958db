import Protocols
import Runtime

/// The streams that a table's changes are, or were, written to.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html
enum DescribeKinesisStreamingDestination: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let shape = structure("DescribeKinesisStreamingDestinationInput", tableName)
  }
  enum Output: StructureShape {
    static let tableName = Member<String>("TableName")
    static let kinesisDataStreamDestinations = Member<[Values<KinesisDataStreamDestination>]>(
      "KinesisDataStreamDestinations")
    static let shape = structure("DescribeKinesisStreamingDestinationOutput", tableName, kinesisDataStreamDestinations)
  }
  enum KinesisDataStreamDestination: StructureShape {
    static let streamARN = Member<String>("StreamArn")
    static let destinationStatus = Member<String>("DestinationStatus")
    static let destinationStatusDescription = Member<String>("DestinationStatusDescription")
    static let approximateCreationDateTimePrecision = Member<String>("ApproximateCreationDateTimePrecision")
    static let shape = structure(
      "KinesisDataStreamDestination", streamARN, destinationStatus, destinationStatusDescription,
      approximateCreationDateTimePrecision)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    return .now(
      .with { out in
        out[Output.tableName] = table.name
        out[Output.kinesisDataStreamDestinations] = (service.destinations.destinations[table.id] ?? []).map { each in
          .with {
            $0[KinesisDataStreamDestination.streamARN] = each.streamARN
            $0[KinesisDataStreamDestination.destinationStatus] = each.status
            $0[KinesisDataStreamDestination.destinationStatusDescription] = each.statusDescription
            $0[KinesisDataStreamDestination.approximateCreationDateTimePrecision] = each.precision
          }
        }
      })
  }
}
