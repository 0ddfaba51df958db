import Protocols
import Runtime

/// The consumers of a stream in the order of their ARNs, a page of them.
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html
enum ListStreamConsumers: AWSOperation {
  enum Input: StructureShape {
    static let streamARN = Required<String>("StreamARN", .length(1...2048), KinesisTraits.arnPattern)
    static let nextToken = Member<String>("NextToken", .length(1...1_048_576))
    static let maxResults = Member<Int32>("MaxResults", .range(1...10000))
    static let streamCreationTimestamp = Member<Timestamp>("StreamCreationTimestamp")
    static let streamID = Member<String>("StreamId", .length(1...24), KinesisTraits.streamIDPattern, .notEmulated)
    static let shape = structure(
      "ListStreamConsumersInput", streamARN, nextToken, maxResults, streamCreationTimestamp, streamID)
  }
  enum Output: StructureShape {
    static let consumers = Member<[Values<Consumer>]>("Consumers")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListStreamConsumersOutput", consumers, nextToken)
  }

  /// Tells its tokens from those of ListShards.
  private static let tokenKind = "consumers"

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: KinesisService
  ) throws(AWSError) -> Answer<Output> {
    let stream = try StreamReference.stream(name: nil, arn: input[Input.streamARN], request, service)
    let now = Int(request.now.milliseconds)
    var after: String?
    if let text = input[Input.nextToken] {
      if input.has(Input.streamCreationTimestamp) {
        throw AWSError.invalidArgument("StreamCreationTimestamp cannot be specified with NextToken.")
      }
      guard let token = PageToken(text), token.stream == stream.id, token.filter == tokenKind else {
        throw AWSError.invalidArgument("Invalid NextToken.")
      }
      if now - token.issued > PageToken.lifetime { throw AWSError.expiredToken() }
      after = token.position
    } else if let created = input[Input.streamCreationTimestamp], created.seconds != Int64(stream.created / 1000) {
      throw AWSError.streamNotFound(stream.name, stream.account)
    }
    var consumers = stream.consumers.sorted { $0.arn.utf8.lexicographicallyPrecedes($1.arn.utf8) }[...]
    if let after { consumers = consumers.drop { !after.utf8.lexicographicallyPrecedes($0.arn.utf8) } }
    let page = consumers.prefix(Int(input[Input.maxResults] ?? 100))
    return .now(
      .with { out in
        out[Output.consumers] = page.map(Consumer.of)
        if page.count < consumers.count, let last = page.last {
          out[Output.nextToken] =
            PageToken(position: last.arn, stream: stream.id, filter: tokenKind, issued: now).text
        }
      })
  }
}
