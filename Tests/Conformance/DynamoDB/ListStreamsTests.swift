import Protocols
import Testing

@testable import DynamoDB

@Suite struct ListStreamsTests {
  @Test func pagesAndFilters() async throws {
    let house = try DynamoDBHouse()
    var arns: [String] = []
    for name in ["ccc", "aaa", "bbb"] { arns.append(try await house.streamedTable(name)) }
    await house.table("plain")
    let all = try await house.stream("ListStreams", "{}")
    #expect(all["Streams"]?.array?.compactMap { $0["StreamArn"]?.string } == arns)
    #expect(all["LastEvaluatedStreamArn"] == nil)
    let page = try await house.stream("ListStreams", #"{"Limit":2}"#)
    #expect(page["LastEvaluatedStreamArn"]?.string == arns[1])
    let rest = try await house.stream("ListStreams", #"{"ExclusiveStartStreamArn":"\#(arns[1])"}"#)
    #expect(rest["Streams"]?.array?.compactMap { $0["TableName"]?.string } == ["bbb"])
    let one = try await house.stream("ListStreams", #"{"TableName":"aaa"}"#)
    #expect(one["Streams"]?.array?.count == 1)
    #expect(try await house.stream("ListStreams", #"{"TableName":"plain"}"#)["Streams"]?.array?.isEmpty ?? false)
    #expect(await house.streamError("ListStreams", #"{"Limit":101}"#).hasPrefix("ValidationException"))
    #expect(await house.streamError("ListStreams", #"{"Limit":0}"#).hasPrefix("ValidationException"))
  }
}
