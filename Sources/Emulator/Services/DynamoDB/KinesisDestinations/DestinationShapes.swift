import Protocols

/// What Enable and Disable take and give alike.
enum KinesisStreamingDestinationInput: StructureShape {
  static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
  static let streamARN = Required<String>("StreamArn", StreamTraits.arnLength)
  static let enableKinesisStreamingConfiguration = Member<Values<EnableKinesisStreamingConfiguration>>(
    "EnableKinesisStreamingConfiguration")
  static let shape = structure(
    "KinesisStreamingDestinationInput", tableName, streamARN, enableKinesisStreamingConfiguration)
}

enum KinesisStreamingDestinationOutput: StructureShape {
  static let tableName = Member<String>("TableName")
  static let streamARN = Member<String>("StreamArn")
  static let destinationStatus = Member<String>("DestinationStatus")
  static let enableKinesisStreamingConfiguration = Member<Values<EnableKinesisStreamingConfiguration>>(
    "EnableKinesisStreamingConfiguration")
  static let shape = structure(
    "KinesisStreamingDestinationOutput", tableName, streamARN, destinationStatus, enableKinesisStreamingConfiguration)
}

enum EnableKinesisStreamingConfiguration: StructureShape {
  static let approximateCreationDateTimePrecision = Member<String>(
    "ApproximateCreationDateTimePrecision", .values(["MILLISECOND", "MICROSECOND"]))
  static let shape = structure("EnableKinesisStreamingConfiguration", approximateCreationDateTimePrecision)
}

extension AWSError {
  /// The one sentence that AWS has for every wrong state of a destination (recorded from AWS).
  static func destination(_ message: String) -> AWSError {
    .validation("Table is not in a valid state to enable Kinesis Streaming Destination: " + message)
  }
}
