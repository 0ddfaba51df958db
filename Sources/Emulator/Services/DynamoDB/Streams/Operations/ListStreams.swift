import Protocols
import Runtime

/// The streams of the account, or of one table, a page of them, in the order in which they were made. Streams that were
/// disabled within the last day are among them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html
enum ListStreams: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Member<String>("TableName", DynamoDBTraits.nameLength, DynamoDBTraits.namePattern)
    static let limit = Member<Int32>("Limit", .atLeast(1))
    static let exclusiveStartStreamARN = Member<String>("ExclusiveStartStreamArn", StreamTraits.arnLength)
    static let shape = structure("ListStreamsInput", tableName, limit, exclusiveStartStreamARN)
  }
  enum Output: StructureShape {
    static let streams = Member<[Values<StreamSummary>]>("Streams")
    static let lastEvaluatedStreamARN = Member<String>("LastEvaluatedStreamArn")
    static let shape = structure("ListStreamsOutput", streams, lastEvaluatedStreamARN)
  }
  enum StreamSummary: StructureShape {
    static let streamARN = Member<String>("StreamArn")
    static let tableName = Member<String>("TableName")
    static let streamLabel = Member<String>("StreamLabel")
    static let shape = structure("Stream", streamARN, tableName, streamLabel)
  }

  private static let mostStreams = 100

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBStreamsService
  ) throws(AWSError) -> Answer<Output> {
    let limit = try StreamTraits.limit(input[Input.limit], mostStreams)
    var after = 0
    if let start = input[Input.exclusiveStartStreamARN] { after = try service.stream(start, request).id }
    let name = input[Input.tableName]
    let found = service.store.streams.values.filter { stream in
      stream.id > after && stream.account == request.account && stream.region == request.region
        && (name == nil || stream.tableName == name)
    }.sorted { $0.id < $1.id }
    let page = found.prefix(limit)
    return .now(
      .with { out in
        out[Output.streams] = page.map { stream in
          .with {
            $0[StreamSummary.streamARN] = stream.arn
            $0[StreamSummary.tableName] = stream.tableName
            $0[StreamSummary.streamLabel] = stream.label
          }
        }
        if page.count < found.count { out[Output.lastEvaluatedStreamARN] = page.last?.arn }
      })
  }
}
