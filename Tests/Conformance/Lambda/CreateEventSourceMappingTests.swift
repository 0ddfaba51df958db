import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite(.serialized, .timeLimit(.minutes(2))) struct CreateEventSourceMappingTests {
  private static let shard = "shardId-000000000000"
  private typealias Input = CreateEventSourceMapping.Input
  private typealias Shown = EventSourceMappingConfiguration

  @Test func answersAsRecordedAndBecomesEnabled() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let made = try await lambda.house.call(CreateEventSourceMapping.self) {
      $0[Input.functionName] = "f"
      $0[Input.eventSourceARN] = MemoryStreams.arn
      $0[Input.startingPosition] = "TRIM_HORIZON"
    }
    let id = try #require(made[Shown.uuid])
    #expect(made[Shown.state] == "Creating")
    #expect(made[Shown.startingPosition] == "TRIM_HORIZON")
    #expect(made[Shown.batchSize] == 100)
    #expect(made[Shown.maximumBatchingWindow] == 0)
    #expect(made[Shown.parallelizationFactor] == 1)
    #expect(made[Shown.maximumRetryAttempts] == -1)
    #expect(made[Shown.maximumRecordAge] == -1)
    #expect(made[Shown.bisectBatchOnFunctionError] == false)
    #expect(made[Shown.tumblingWindow] == 0)
    #expect(made[Shown.functionResponseTypes] == [])
    #expect(made[Shown.lastProcessingResult] == "No records processed")
    #expect(made[Shown.stateTransitionReason] == "User action")
    #expect(made[Shown.functionARN] == "arn:aws:lambda:us-east-1:000000000000:function:f")
    #expect(made[Shown.eventSourceMappingARN] == "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:\(id)")
    let json = await lambda.house.send(
      "GET", "/2015-03-31/event-source-mappings/\(id)", fields: [("Authorization", LambdaHouse.authorization)])
    let text = String(decoding: json.body, as: UTF8.self)
    #expect(text.contains(#""DestinationConfig":{"OnFailure":{}}"#))
    #expect(!text.contains("FilterCriteria"))
    #expect(await eventually { (try? await lambda.mapping(id))?[Shown.state] == "Enabled" })
    #expect((try await lambda.mapping(id)[Shown.lastModified]?.milliseconds ?? 1) % 60_000 == 0)
    await lambda.stop()
  }

  @Test func showsWhatWasGiven() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let time = Timestamp(milliseconds: 1_700_000_000_000)
    let id = try await lambda.map {
      $0[Input.enabled] = false
      $0[Input.startingPosition] = "AT_TIMESTAMP"
      $0[Input.startingPositionTimestamp] = time
      $0[Input.batchSize] = 7
      $0[Input.maximumBatchingWindow] = 8
      $0[Input.parallelizationFactor] = 3
      $0[Input.maximumRecordAge] = 60
      $0[Input.maximumRetryAttempts] = 5
      $0[Input.bisectBatchOnFunctionError] = true
      $0[Input.tumblingWindow] = 30
      $0[Input.functionResponseTypes] = ["ReportBatchItemFailures"]
      $0[Input.filterCriteria] = .with {
        $0[FilterCriteria.filters] = [.with { $0[FilterCriteria.Filter.pattern] = #"{"data":["x"]}"# }]
      }
      $0[Input.destinationConfig] = .failures(to: "arn:aws:s3:::bucket")
      $0[Input.tags] = ["a": "b"]
    }
    let shown = try await lambda.mapping(id)
    #expect(await eventually { (try? await lambda.mapping(id))?[Shown.state] == "Disabled" })
    #expect(shown[Shown.startingPositionTimestamp] == time)
    #expect(shown[Shown.batchSize] == 7)
    #expect(shown[Shown.maximumBatchingWindow] == 8)
    #expect(shown[Shown.parallelizationFactor] == 3)
    #expect(shown[Shown.maximumRecordAge] == 60)
    #expect(shown[Shown.maximumRetryAttempts] == 5)
    #expect(shown[Shown.bisectBatchOnFunctionError] == true)
    #expect(shown[Shown.tumblingWindow] == 30)
    #expect(shown[Shown.functionResponseTypes] == ["ReportBatchItemFailures"])
    #expect(
      shown[Shown.filterCriteria]?[FilterCriteria.filters]?.first?[FilterCriteria.Filter.pattern] == #"{"data":["x"]}"#)
    #expect(
      shown[Shown.destinationConfig]?[DestinationConfig.onFailure]?[DestinationConfig.OnFailure.destination]
        == "arn:aws:s3:::bucket")
    let tags = try await lambda.house.call(ListTags.self) {
      $0[ListTags.Input.resource] = shown[Shown.eventSourceMappingARN] ?? ""
    }
    #expect(tags[ListTags.Output.tags] == ["a": "b"])
    await lambda.stop()
  }

  @Test func refusesASecondOfTheSame() async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let id = try await lambda.map()
    let twice = await lambda.house.error(CreateEventSourceMapping.self) {
      $0[Input.functionName] = "f"
      $0[Input.eventSourceARN] = MemoryStreams.arn
      $0[Input.startingPosition] = "LATEST"
    }
    #expect(twice?.code == "ResourceConflictException")
    #expect(twice?.status == 409)
    #expect(twice?.message?.hasSuffix(id) == true)
    // A consumer of the same stream is another source.
    try await lambda.map(MemoryStreams.consumer)
    await lambda.stop()
  }

  @Test(arguments: [
    (MemoryStreams.arn + "x", "Stream not found: \(MemoryStreams.arn)x"),
    (MemoryStreams.consumer + "1", "Stream not found: \(MemoryStreams.consumer)1"),
    (MemoryTableStreams.arn + "1", "Stream not found: \(MemoryTableStreams.arn)1"),
    ("arn:aws:kinesis:us-east-1:000000000000:x", "Unrecognized event source: arn:aws:kinesis:us-east-1:000000000000:x"),
  ])
  func refusesASourceThatIsNotThere(_ source: String, _ message: String) async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let error = await lambda.house.error(CreateEventSourceMapping.self) {
      $0[Input.functionName] = "f"
      $0[Input.eventSourceARN] = source
      $0[Input.startingPosition] = "LATEST"
    }
    #expect(error?.code == "InvalidParameterValueException")
    #expect(error?.message == message)
    await lambda.stop()
  }

  @Test(arguments: [
    (
      #""StartingPosition":"LATEST","FilterCriteria":{"Filters":[{"Pattern":"{\"a\":1}"}]}"#,
      "Invalid filter pattern definition."
    ),
    (
      #""StartingPosition":"LATEST","FilterCriteria":{"Filters":[{"Pattern":"x"}]}"#,
      "Invalid filter pattern definition."
    ),
    (
      #""StartingPosition":"LATEST","MaximumRecordAgeInSeconds":59"#,
      "MaximumRecordAgeInSeconds must be -1 or at least 60."
    ),
    (
      #""StartingPosition":"LATEST","DestinationConfig":{"OnFailure":{"Destination":"arn:aws:kinesis:us-east-1:000000000000:x"}}"#,
      "The destination ARN arn:aws:kinesis:us-east-1:000000000000:x is invalid."
    ),
    (
      #""StartingPosition":"AT_TIMESTAMP""#,
      "StartingPositionTimestamp is required with StartingPosition AT_TIMESTAMP."
    ),
    (
      #""BatchSize":1"#,
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."
    ),
  ])
  func refusesWhatCannotBe(_ members: String, _ message: String) async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let answer = await post(lambda, #"{"FunctionName":"f","EventSourceArn":"\#(MemoryStreams.arn)",\#(members)}"#)
    #expect(answer.status == 400)
    #expect(answer.text.contains(JSONValue.string(message).text))
    await lambda.stop()
  }

  @Test(arguments: [
    ("SelfManagedEventSource", #"{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["h:1"]}}"#, "SelfManagedEventSource"),
    ("ScalingConfig", #"{"MaximumConcurrency":2}"#, "ScalingConfig"),
    (
      "DestinationConfig", #"{"OnSuccess":{"Destination":"arn:aws:sns:us-east-1:000000000000:t"}}"#,
      "DestinationConfig.OnSuccess.Destination"
    ),
  ])
  func refusesByNameWhatIsNotBuilt(_ key: String, _ value: String, _ member: String) async throws {
    let lambda = try LambdaHouse()
    let answer = await post(
      lambda, #"{"FunctionName":"f","EventSourceArn":"\#(MemoryStreams.arn)","\#(key)":\#(value)}"#)
    #expect(answer.status == 501)
    #expect(answer.text.contains("The parameter \(member) of CreateEventSourceMapping is not emulated."))
    await lambda.stop()
  }

  @Test(arguments: [
    (#""arn:aws:sqs:us-east-1:000000000000:q","StartingPosition":"LATEST""#, "An event source mapping from sqs"),
    (
      #""\#(MemoryStreams.arn)","StartingPosition":"LATEST","DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}}"#,
      "An on-failure destination in SQS"
    ),
  ])
  func refusesQueuesByName(_ source: String, _ what: String) async throws {
    let lambda = try LambdaHouse()
    lambda.streams.make([Self.shard])
    try await lambda.makeHandler()
    let answer = await post(lambda, #"{"FunctionName":"f","EventSourceArn":\#(source)}"#)
    #expect(answer.status == 501)
    #expect(answer.text.contains("\(what) is not emulated."))
    await lambda.stop()
  }

  private func post(_ lambda: LambdaHouse, _ body: String) async -> (status: Int, text: String) {
    let answer = await lambda.house.send(
      "POST", "/2015-03-31/event-source-mappings",
      fields: [("Content-Type", "application/json"), ("Authorization", LambdaHouse.authorization)],
      body: Array(body.utf8))
    return (answer.status, String(decoding: answer.body, as: UTF8.self))
  }
}
