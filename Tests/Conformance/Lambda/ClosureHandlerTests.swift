import Protocols
import Runtime
import Support
import Testing

@testable import Lambda

@Suite struct ClosureHandlerTests {
  private struct Broken: Error, CustomStringConvertible { var description: String { "no" } }

  @Test func aClosureIsAHandler() async throws {
    let lambda = try LambdaHouse()
    let service = try #require(lambda.service.value)
    try await service.register("f", account: TestHouse.account, region: TestHouse.region) { event, context in
      if event == Array(#"{"bad":1}"#.utf8) { throw Broken() }
      context.log("saw \(event.count) bytes of \(context.requestID)")
      return Array(#"{"name":"\#(context.functionName)","arn":"\#(context.invokedFunctionARN)"}"#.utf8)
    }
    let answer = try await lambda.invoke("f:$LATEST", #"{"a":1}"#)
    #expect(answer.text == #"{"name":"f","arn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"}"#)
    #expect(
      answer.error == nil && answer.tail.contains("saw 7 bytes of ") && answer.tail.contains("REPORT RequestId: "))
    let bad = try await lambda.invoke("f", #"{"bad":1}"#)
    #expect(bad.error == "Unhandled" && bad.text == #"{"errorType":"Broken","errorMessage":"no"}"#)
    await lambda.stop()
  }

  @Test func aLateClosureTimesOut() async throws {
    let lambda = try LambdaHouse()
    let service = try #require(lambda.service.value)
    try await service.register("f", account: TestHouse.account, region: TestHouse.region) { _, _ in
      try await Task.sleep(nanoseconds: 60_000_000_000)
      return []
    }
    _ = try await lambda.house.call(UpdateFunctionConfiguration.self) {
      $0[UpdateFunctionConfiguration.Input.functionName] = "f"
      $0[UpdateFunctionConfiguration.Input.timeout] = 1
    }
    #expect(try await lambda.invoke("f").json?["errorType"]?.string == "Sandbox.Timedout")
    await lambda.stop()
  }

  @Test func aFunctionWithNothingThatRunsItSaysSo() async throws {
    let lambda = try LambdaHouse()
    let service = try #require(lambda.service.value)
    try await service.register("f", account: TestHouse.account, region: TestHouse.region) { event, _ in event }
    await lambda.house.onLoop { service.closures = [:] }
    let answer = try await lambda.invoke("f")
    #expect(answer.json?["errorType"]?.string == "Runtime.NotAttached")
    await lambda.stop()
  }
}
