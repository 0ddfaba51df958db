import Protocols
import Runtime

/// Where a delivery stream delivers to and how, out of its configuration. S3DestinationConfiguration is kept as the
/// extended one, whose members it shares.
struct S3Destination: Sendable {
  let configuration: Values<ExtendedS3DestinationConfiguration>
  let bucket: String
  let isCompressed: Bool
  /// Bytes of records, before any transformation.
  let bufferBytes: Int
  /// Milliseconds; 0: at once.
  let bufferInterval: Int
  /// The log's group and stream, where errors are told.
  let log: (group: String, stream: String)?
  let processors: [RecordProcessor]
  /// The transforming function among them.
  let function: FunctionProcessor?
  private let prefix: PrefixExpression
  private let errorPrefix: PrefixExpression
  private let fileExtension: String

  static let id = "destinationId-000000000001"
  static let defaultMebibytes: Int32 = 5
  static let defaultSeconds: Int32 = 300

  /// Checks what spans members.
  init(_ configuration: Values<ExtendedS3DestinationConfiguration>) throws(AWSError) {
    typealias Shape = ExtendedS3DestinationConfiguration
    self.configuration = configuration
    let arn = configuration[Shape.bucketARN]
    bucket = String(arn.split(separator: ":", omittingEmptySubsequences: false).last ?? "")
    isCompressed = configuration[Shape.compressionFormat] == "GZIP"
    let hints = configuration[Shape.bufferingHints]
    bufferBytes = Int(hints?[BufferingHints.sizeInMBs] ?? S3Destination.defaultMebibytes) << 20
    bufferInterval = Int(hints?[BufferingHints.intervalInSeconds] ?? S3Destination.defaultSeconds) * 1000
    let options = configuration[Shape.cloudWatchLoggingOptions]
    if options?[CloudWatchLoggingOptions.enabled] == true {
      guard let group = options?[CloudWatchLoggingOptions.logGroupName], !group.isEmpty,
        let stream = options?[CloudWatchLoggingOptions.logStreamName], !stream.isEmpty
      else {
        throw AWSError.invalidArgument(
          "LogGroupName and LogStreamName must be specified when CloudWatch logging is enabled")
      }
      log = (group, stream)
    } else {
      log = nil
    }
    let written = configuration[Shape.prefix]
    let writtenError = configuration[Shape.errorOutputPrefix]
    try PrefixExpression.check(prefix: written, errorPrefix: writtenError)
    prefix = try PrefixExpression(written ?? "")
    errorPrefix = try PrefixExpression(writtenError.flatMap { $0.isEmpty ? nil : $0 } ?? written ?? "")
    fileExtension = configuration[Shape.fileExtension] ?? ""
    processors = try RecordProcessor.all(of: configuration[Shape.processingConfiguration])
    function = processors.lazy.compactMap { if case .function(let function) = $0 { function } else { nil } }.first
  }

  /// Both are on unless they say that they are off.
  static func refuseConversions(
    _ configuration: Values<ExtendedS3DestinationConfiguration>, _ operation: String
  ) throws(AWSError) {
    typealias Shape = ExtendedS3DestinationConfiguration
    if let conversion = configuration[Shape.dataFormatConversionConfiguration],
      conversion[DataFormatConversionConfiguration.enabled] != false
    {
      throw AWSError.notEmulated(member: "DataFormatConversionConfiguration", of: operation)
    }
    if let partitioning = configuration[Shape.dynamicPartitioningConfiguration],
      partitioning[DynamicPartitioningConfiguration.enabled] != false
    {
      throw AWSError.notEmulated(member: "DynamicPartitioningConfiguration", of: operation)
    }
  }

  /// The name of an object: prefix, stream, version, the oldest record's arrival, a UUID, extension.
  func objectName(stream: String, version: Int, at time: Timestamp, _ uuid: String, _ ids: inout IDs) -> String {
    prefix.text(at: time, &ids) + suffix(stream, version, time, uuid)
  }

  func errorObjectName(
    stream: String, version: Int, at time: Timestamp, _ uuid: String, type: String, _ ids: inout IDs
  ) -> String {
    errorPrefix.text(at: time, errorOutputType: type, &ids) + suffix(stream, version, time, uuid)
  }

  private func suffix(_ stream: String, _ version: Int, _ time: Timestamp, _ uuid: String) -> String {
    let moment = S3Destination.moment?.text(time) ?? ""
    return "\(stream)-\(version)-\(moment)-\(uuid)" + (fileExtension.isEmpty && isCompressed ? ".gz" : fileExtension)
  }

  private static let moment = DatePattern("yyyy-MM-dd-HH-mm-ss")
}
