import Protocols

/// What is done to records on their way
/// (https://docs.aws.amazon.com/firehose/latest/APIReference/API_Processor.html).
enum RecordProcessor: Sendable {
  case function(FunctionProcessor)
  case delimiter([UInt8])

  /// In the order in which they were given; none when processing is switched off.
  static func all(of configuration: Values<ProcessingConfiguration>?) throws(AWSError) -> [RecordProcessor] {
    guard let configuration else { return [] }
    var processors: [RecordProcessor] = []
    for processor in configuration[ProcessingConfiguration.processors] ?? [] {
      let parameters = try parameters(of: processor)
      if processor[Processor.type] == "Lambda" {
        if processors.contains(where: { if case .function = $0 { true } else { false } }) {
          throw AWSError.invalidArgument("Only one processor of type Lambda is allowed")
        }
        processors.append(.function(try FunctionProcessor(parameters)))
      } else {
        try allow(["Delimiter"], in: parameters, of: "AppendDelimiterToRecord")
        processors.append(.delimiter(unescaped(parameters["Delimiter"] ?? #"\n"#)))
      }
    }
    return configuration[ProcessingConfiguration.enabled] == true ? processors : []
  }

  /// The last of two equal ones counts.
  private static func parameters(of processor: Values<Processor>) throws(AWSError) -> [String: String] {
    var all: [String: String] = [:]
    for parameter in processor[Processor.parameters] ?? [] {
      all[parameter[ProcessorParameter.parameterName]] = parameter[ProcessorParameter.parameterValue]
    }
    return all
  }

  fileprivate static func allow(
    _ names: [String], in parameters: [String: String], of type: String
  ) throws(AWSError) {
    for name in parameters.keys.sorted() where !names.contains(name) {
      throw AWSError.invalidArgument("Parameter \(name) is not valid for a processor of type \(type)")
    }
  }

  /// A delimiter is given with its escapes written out: a backslash and an `n` are a line's end.
  private static func unescaped(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = bytes.first else {
        out.append(byte)
        continue
      }
      bytes.removeFirst()
      switch next {
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "\\"): out.append(next)
      default: out.append(contentsOf: [byte, next])
      }
    }
    return out
  }
}

/// A transforming function and how it is called.
struct FunctionProcessor: Sendable {
  let functionARN: String
  let retries: Int
  /// Bytes of records in one call, before base64.
  let callBytes: Int
  /// Milliseconds that a record waits for its call at most. The destination's own interval ends the waiting earlier.
  let callInterval: Int

  init(_ parameters: [String: String]) throws(AWSError) {
    try RecordProcessor.allow(
      ["LambdaArn", "NumberOfRetries", "RoleArn", "BufferSizeInMBs", "BufferIntervalInSeconds"], in: parameters,
      of: "Lambda")
    guard let arn = parameters["LambdaArn"] else {
      throw AWSError.invalidArgument("Parameter LambdaArn is required for a processor of type Lambda")
    }
    functionARN = arn
    let retries = Int(parameters["NumberOfRetries"] ?? "3")
    guard let retries, (0...300).contains(retries) else {
      throw AWSError.invalidArgument("NumberOfRetries must be an integer between 0 and 300")
    }
    self.retries = retries
    let size = Double(parameters["BufferSizeInMBs"] ?? "1")
    guard let size, size >= 0.2, size <= 3 else {
      throw AWSError.invalidArgument("BufferSizeInMBs must be between 0.2 and 3")
    }
    callBytes = Int(size * 1_048_576)
    let interval = Int(parameters["BufferIntervalInSeconds"] ?? "60")
    guard let interval, (0...900).contains(interval) else {
      throw AWSError.invalidArgument("BufferIntervalInSeconds must be an integer between 0 and 900")
    }
    callInterval = interval * 1000
  }
}
