import Protocols
import Runtime
import Storage

/// Begins to write a table's changes to a Kinesis stream. Whether the stream is there is found out afterwards: it becomes
/// ACTIVE or ENABLE_FAILED.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html
enum EnableKinesisStreamingDestination: AWSOperation {
  typealias Input = KinesisStreamingDestinationInput
  typealias Output = KinesisStreamingDestinationOutput

  private static let mostDestinations = 2

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    let arn = input[Input.streamARN]
    let all = service.destinations.destinations[table.id] ?? []
    // A destination that is still being enabled holds up every other (recorded from AWS).
    if all.contains(where: { $0.status == "ENABLING" || ($0.streamARN == arn && $0.takesRecords) }) {
      throw AWSError.destination(
        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.")
    }
    if all.count(where: { $0.takesRecords }) >= mostDestinations {
      throw AWSError.limit("A table has at most \(mostDestinations) Kinesis streaming destinations")
    }
    let configuration = input[Input.enableKinesisStreamingConfiguration]
    try service.destinations.set(
      tableID: table.id, arn, status: "ENABLING",
      precision: configuration?[EnableKinesisStreamingConfiguration.approximateCreationDateTimePrecision]
        ?? "MILLISECOND")
    try service.refollow(table)
    service.store.round.afterCommit { service.destinationSignal.raise() }
    return .now(
      .with {
        $0[Output.tableName] = table.name
        $0[Output.streamARN] = arn
        $0[Output.destinationStatus] = "ENABLING"
        $0[Output.enableKinesisStreamingConfiguration] = configuration ?? Values()
      })
  }
}
