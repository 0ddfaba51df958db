import Protocols
import Runtime
import Storage

/// Ends the writing of a table's changes to a stream; what was not delivered yet is dropped.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DisableKinesisStreamingDestination.html
enum DisableKinesisStreamingDestination: AWSOperation {
  typealias Input = KinesisStreamingDestinationInput
  typealias Output = KinesisStreamingDestinationOutput

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    let arn = input[Input.streamARN]
    guard let present = service.destinations.destinations[table.id]?.first(where: { $0.streamARN == arn }),
      present.status == "ACTIVE"
    else {
      throw AWSError.destination("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.")
    }
    try service.destinations.set(tableID: table.id, arn, status: "DISABLED", precision: present.precision)
    try service.refollow(table)
    return .now(
      .with {
        $0[Output.tableName] = table.name
        $0[Output.streamARN] = arn
        $0[Output.destinationStatus] = "DISABLING"
        $0[Output.enableKinesisStreamingConfiguration] = input[Input.enableKinesisStreamingConfiguration] ?? Values()
      })
  }
}
