import Protocols
import Support
import Testing

@testable import Logs

@Suite struct LogGroupTests {
  @Test func createLogGroupAndDescribeLogGroups() async throws {
    let logs = try await LogsHouse()
    try await logs.make(group: "/aws/lambda/f")
    try await logs.make(group: "/aws/lambda/g", stream: nil)
    try await logs.make(group: "other", stream: nil)
    let again = await logs.house.error(CreateLogGroup.self) { $0[CreateLogGroup.Input.logGroupName] = "other" }
    #expect(again?.code == "ResourceAlreadyExistsException")
    #expect(again?.message == "The specified log group already exists")
    let answer = try await logs.house.call(DescribeLogGroups.self) {
      $0[DescribeLogGroups.Input.logGroupNamePrefix] = "/aws/"
    }
    let groups = try #require(answer[DescribeLogGroups.Output.logGroups])
    #expect(groups.map { $0[DescribeLogGroups.LogGroup.logGroupName] } == ["/aws/lambda/f", "/aws/lambda/g"])
    #expect(
      groups[0][DescribeLogGroups.LogGroup.arn] == "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*")
    #expect(
      groups[0][DescribeLogGroups.LogGroup.logGroupARN]
        == "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f")
    #expect(groups[0][DescribeLogGroups.LogGroup.creationTime] == (await logs.now))
    let part = try await logs.house.call(DescribeLogGroups.self) {
      $0[DescribeLogGroups.Input.logGroupNamePattern] = "the"
    }
    #expect(part[DescribeLogGroups.Output.logGroups]?.count == 1)
    let named = try await logs.house.call(DescribeLogGroups.self) {
      $0[DescribeLogGroups.Input.logGroupIdentifiers] = [
        "other", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/g",
      ]
    }
    #expect(named[DescribeLogGroups.Output.logGroups]?.count == 2)
  }

  @Test func describeLogGroupsPages() async throws {
    let logs = try await LogsHouse()
    for index in 0..<5 { try await logs.make(group: "g\(index)", stream: nil) }
    var token: String?
    var seen: [String?] = []
    repeat {
      let answer = try await logs.house.call(DescribeLogGroups.self) { [token] in
        $0[DescribeLogGroups.Input.limit] = 2
        $0[DescribeLogGroups.Input.nextToken] = token
      }
      seen += try #require(answer[DescribeLogGroups.Output.logGroups]).map {
        $0[DescribeLogGroups.LogGroup.logGroupName]
      }
      token = answer[DescribeLogGroups.Output.nextToken]
    } while token != nil
    #expect(seen == ["g0", "g1", "g2", "g3", "g4"])
    let error = await logs.house.error(DescribeLogGroups.self) { $0[DescribeLogGroups.Input.nextToken] = "nonsense" }
    #expect(error?.message == "The specified nextToken is invalid.")
  }

  @Test func createLogStreamDescribeLogStreamsDeleteLogStream() async throws {
    let logs = try await LogsHouse()
    try await logs.make(stream: nil)
    for name in ["b", "a", "c"] { try await logs.make(stream: name) }
    let now = await logs.now
    _ = try await logs.house.call(PutLogEvents.self, LogsHouse.put([(now - 5, "x"), (now - 2, "y")], stream: "c"))
    _ = try await logs.house.call(PutLogEvents.self, LogsHouse.put([(now - 9, "x")], stream: "a"))
    func names(_ fill: @escaping (inout Values<DescribeLogStreams.Input>) -> Void) async throws -> [String?] {
      let answer = try await logs.house.call(DescribeLogStreams.self) {
        $0[DescribeLogStreams.Input.logGroupIdentifier] = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f"
        fill(&$0)
      }
      return try #require(answer[DescribeLogStreams.Output.logStreams]).map {
        $0[DescribeLogStreams.LogStream.logStreamName]
      }
    }
    #expect(try await names { _ in } == ["a", "b", "c"])
    #expect(try await names { $0[DescribeLogStreams.Input.logStreamNamePrefix] = "b" } == ["b"])
    #expect(
      try await names {
        $0[DescribeLogStreams.Input.orderBy] = "LastEventTime"
        $0[DescribeLogStreams.Input.descending] = true
      } == ["c", "a", "b"])
    let first = try await logs.house.call(DescribeLogStreams.self) {
      $0[DescribeLogStreams.Input.logGroupName] = LogsHouse.group
      $0[DescribeLogStreams.Input.orderBy] = "LastEventTime"
      $0[DescribeLogStreams.Input.descending] = true
      $0[DescribeLogStreams.Input.limit] = 1
    }
    let stream = try #require(first[DescribeLogStreams.Output.logStreams]?.first)
    #expect(stream[DescribeLogStreams.LogStream.firstEventTimestamp] == now - 5)
    #expect(stream[DescribeLogStreams.LogStream.lastEventTimestamp] == now - 2)
    #expect(
      stream[DescribeLogStreams.LogStream.arn]
        == "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:log-stream:c")
    #expect(
      try await names {
        $0[DescribeLogStreams.Input.orderBy] = "LastEventTime"
        $0[DescribeLogStreams.Input.descending] = true
        $0[DescribeLogStreams.Input.limit] = 1
        $0[DescribeLogStreams.Input.nextToken] = first[DescribeLogStreams.Output.nextToken]
      } == ["a"])
    _ = try await logs.house.call(DeleteLogStream.self) {
      $0[DeleteLogStream.Input.logGroupName] = LogsHouse.group
      $0[DeleteLogStream.Input.logStreamName] = "c"
    }
    #expect(try await names { _ in } == ["a", "b"])
    #expect(try await logs.filter(nil).messages == ["x"])
    let gone = await logs.house.error(PutLogEvents.self, LogsHouse.put([(now, "x")], stream: "c"))
    #expect(gone?.message == "The specified log stream does not exist.")
  }

  @Test func deleteLogGroupTakesItsEventsWithIt() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    await logs.append((0..<1200).map { (Timestamp(milliseconds: Int64(now + $0)), "m") })
    _ = try await logs.house.call(DeleteLogGroup.self) { $0[DeleteLogGroup.Input.logGroupName] = LogsHouse.group }
    let gone = await logs.house.error(DeleteLogGroup.self) {
      $0[DeleteLogGroup.Input.logGroupName] = LogsHouse.group
    }
    #expect(gone?.message == "The specified log group does not exist.")
    try await logs.make()
    #expect(try await logs.get().messages.isEmpty)
    await logs.sweep()
    #expect(await logs.rows() == 0)
  }

  @Test func putRetentionPolicyAndDeleteRetentionPolicy() async throws {
    let logs = try await LogsHouse()
    let now = await logs.now
    let day = 86_400_000
    await logs.append([
      (Timestamp(milliseconds: Int64(now - 2 * day)), "old"), (Timestamp(milliseconds: Int64(now)), "new"),
    ])
    func retain(_ days: Int32) -> (inout Values<PutRetentionPolicy.Input>) -> Void {
      return {
        $0[PutRetentionPolicy.Input.logGroupName] = LogsHouse.group
        $0[PutRetentionPolicy.Input.retentionInDays] = days
      }
    }
    #expect(await logs.house.error(PutRetentionPolicy.self, retain(2))?.code == "InvalidParameterException")
    _ = try await logs.house.call(PutRetentionPolicy.self, retain(1))
    #expect(try await logs.get().messages == ["new"])
    #expect(try await logs.filter(nil).messages == ["new"])
    // Until they are swept, they would be back.
    _ = try await logs.house.call(DeleteRetentionPolicy.self) {
      $0[DeleteRetentionPolicy.Input.logGroupName] = LogsHouse.group
    }
    #expect(try await logs.get().messages == ["old", "new"])
    _ = try await logs.house.call(PutRetentionPolicy.self, retain(1))
    await logs.sweep()
    #expect(await logs.rows() == 1)
    let answer = try await logs.house.call(DescribeLogGroups.self)
    let group = try #require(answer[DescribeLogGroups.Output.logGroups]?.first)
    #expect(group[DescribeLogGroups.LogGroup.retentionInDays] == 1)
    #expect(group[DescribeLogGroups.LogGroup.storedBytes] == 3 + 26)
    let put = try await logs.house.call(PutLogEvents.self, LogsHouse.put([(now - day - 1, "late"), (now - 5, "x")]))
    #expect(
      put[PutLogEvents.Output.rejectedLogEventsInfo]?[PutLogEvents.RejectedLogEventsInfo.expiredLogEventEndIndex] == 1)
  }

  @Test func tagsByNameAndByARNAreTheSame() async throws {
    let logs = try await LogsHouse()
    try await logs.make(stream: nil)
    let arn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f"
    _ = try await logs.house.call(TagLogGroup.self) {
      $0[TagLogGroup.Input.logGroupName] = LogsHouse.group
      $0[TagLogGroup.Input.tags] = ["a": "1", "b": "2", "c": "3"]
    }
    _ = try await logs.house.call(TagResource.self) {
      $0[TagResource.Input.resourceARN] = arn
      $0[TagResource.Input.tags] = ["d": "4"]
    }
    _ = try await logs.house.call(UntagLogGroup.self) {
      $0[UntagLogGroup.Input.logGroupName] = LogsHouse.group
      $0[UntagLogGroup.Input.tags] = ["a"]
    }
    _ = try await logs.house.call(UntagResource.self) {
      $0[UntagResource.Input.resourceARN] = arn
      $0[UntagResource.Input.tagKeys] = ["b"]
    }
    let byName = try await logs.house.call(ListTagsLogGroup.self) {
      $0[ListTagsLogGroup.Input.logGroupName] = LogsHouse.group
    }
    let byARN = try await logs.house.call(ListTagsForResource.self) {
      $0[ListTagsForResource.Input.resourceARN] = arn
    }
    #expect(byName[ListTagsLogGroup.Output.tags] == ["c": "3", "d": "4"])
    #expect(byARN[ListTagsForResource.Output.tags] == ["c": "3", "d": "4"])
    let many = await logs.house.error(TagResource.self) {
      $0[TagResource.Input.resourceARN] = arn
      $0[TagResource.Input.tags] = Dictionary(uniqueKeysWithValues: (0..<49).map { ("k\($0)", "") })
    }
    #expect(many?.code == "TooManyTagsException")
  }
}
