import Testing

@testable import Lambda

@Suite struct BatchItemFailuresTests {
  private static let numbers = ["1", "2", "3", "4"]

  @Test(arguments: [
    "", #""""#, "[]", "null", "{}", #"{"batchItemFailures":null}"#, #"{"batchItemFailures":[]}"#, #"{"other":1}"#,
  ])
  func meansSuccess(_ answer: String) {
    #expect(BatchItemFailures.outcome(of: Array(answer.utf8), Self.numbers[1...]) == .succeeded)
  }

  @Test(arguments: [
    #"{"batchItemFailures":[{"itemIdentifier":""}]}"#, #"{"batchItemFailures":[{"itemIdentifier":"9"}]}"#,
    #"{"batchItemFailures":[{"itemIdentifier":3}]}"#, #"{"batchItemFailures":[{}]}"#, #"{"batchItemFailures":"3"}"#,
    #"{"batchItemFailures":[{"itemIdentifier":"3"},{"itemIdentifier":"1"}]}"#, "true", "7", #""text""#, "[1]",
    "not json",
  ])
  func failsTheWholeBatch(_ answer: String) {
    #expect(BatchItemFailures.outcome(of: Array(answer.utf8), Self.numbers[1...]) == .failed)
  }

  @Test func theLowestFailureCounts() {
    let answer = #"{"batchItemFailures":[{"itemIdentifier":"4"},{"itemIdentifier":"3"}]}"#
    #expect(BatchItemFailures.outcome(of: Array(answer.utf8), Self.numbers[1...]) == .partlyFailed(at: 2))
  }
}
