import Protocols
import Runtime

/// The streams of the account and region, a page of them, in byte order of their names.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html
enum ListStreams: AWSOperation {
  enum Input: StructureShape {
    static let limit = Member<Int32>("Limit", .range(1...10000))
    static let exclusiveStartStreamName = Member<String>(
      "ExclusiveStartStreamName", .length(1...128), KinesisTraits.namePattern)
    static let nextToken = Member<String>("NextToken", .length(1...1_048_576))
    static let shape = structure("ListStreamsInput", limit, exclusiveStartStreamName, nextToken)
  }
  enum Output: StructureShape {
    static let streamNames = Required<[String]>("StreamNames")
    static let hasMoreStreams = Required<Bool>("HasMoreStreams")
    static let nextToken = Member<String>("NextToken")
    static let streamSummaries = Member<[Values<StreamSummary>]>("StreamSummaries")
    static let shape = structure("ListStreamsOutput", hasMoreStreams, nextToken, streamNames, streamSummaries)
  }
  enum StreamSummary: StructureShape {
    static let streamName = Required<String>("StreamName")
    static let streamARN = Required<String>("StreamARN")
    static let streamStatus = Required<String>("StreamStatus")
    static let streamModeDetails = Member<Values<StreamModeDetails>>("StreamModeDetails")
    static let streamCreationTimestamp = Member<Timestamp>("StreamCreationTimestamp")
    static let shape = structure(
      "StreamSummary", streamARN, streamCreationTimestamp, streamModeDetails, streamName, streamStatus)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    var after = input[Input.exclusiveStartStreamName]
    if let text = input[Input.nextToken] {
      if after != nil {
        throw AWSError.invalidArgument("ExclusiveStartStreamName and NextToken cannot be provided together.")
      }
      guard let token = PageToken(text), token.stream == 0 else { throw AWSError.invalidArgument("Invalid NextToken.") }
      if Int(request.now.milliseconds) - token.issued > PageToken.lifetime {
        throw AWSError.expiredToken()
      }
      after = token.position
    }
    var streams = service.store.streams(of: request.account, in: request.region)[...]
    if let after { streams = streams.drop { !after.utf8.lexicographicallyPrecedes($0.name.utf8) } }
    let page = streams.prefix(Int(input[Input.limit] ?? 100))
    let more = page.count < streams.count
    return .now(
      .with { out in
        out[Output.streamNames] = page.map(\.name)
        out[Output.hasMoreStreams] = more
        out[Output.streamSummaries] = page.map { stream in
          .with {
            $0[StreamSummary.streamName] = stream.name
            $0[StreamSummary.streamARN] = stream.arn
            $0[StreamSummary.streamStatus] = stream.status.rawValue
            $0[StreamSummary.streamModeDetails] = StreamModeDetails.of(stream)
            $0[StreamSummary.streamCreationTimestamp] = Timestamp(milliseconds: Int64(stream.created / 1000 * 1000))
          }
        }
        if more, let last = page.last {
          out[Output.nextToken] = PageToken(position: last.name, stream: 0, issued: Int(request.now.milliseconds)).text
        }
      })
  }
}
