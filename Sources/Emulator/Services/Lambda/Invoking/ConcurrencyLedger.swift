import Protocols
import Runtime

/// How many invocations run at once, and AWS's limits on that: the account's concurrent executions in a region, and what
/// is reserved for a function (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html). Loop only.
final class ConcurrencyLedger {
  /// AWS's default quota of an account in a region.
  static let accountLimit = 1000
  /// What functions without a reservation must be left.
  static let unreservedMinimum = 100

  private struct Place: Hashable {
    var account: String
    var region: String
  }

  private let documents: DocumentStore
  private var ofFunction: [LambdaFunction.Key: Int] = [:]
  private var unreserved: [Place: Int] = [:]

  init(_ documents: DocumentStore) { self.documents = documents }

  /// What all functions of that account and region but one have reserved.
  func reserved(in key: LambdaFunction.Key, but other: LambdaFunction.Key?) -> Int {
    documents.reserved.reduce(0) { sum, entry in
      entry.key.account == key.account && entry.key.region == key.region && entry.key != other
        ? sum + entry.value : sum
    }
  }

  /// Counts one more execution; the closure counts it off again. Throws TooManyRequestsException past a limit.
  func begin(_ key: LambdaFunction.Key) throws(AWSError) -> () -> Void {
    let running = ofFunction[key] ?? 0
    let place = Place(account: key.account, region: key.region)
    let reservation = documents.reserved[key]
    if let reservation {
      if running >= reservation {
        throw AWSError.tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded")
      }
    } else {
      let limit = ConcurrencyLedger.accountLimit - (documents.reserved.isEmpty ? 0 : reserved(in: key, but: nil))
      if unreserved[place] ?? 0 >= limit { throw AWSError.tooManyRequests("ConcurrentInvocationLimitExceeded") }
      unreserved[place, default: 0] += 1
    }
    ofFunction[key] = running + 1
    return { [self] in
      if let count = ofFunction[key], count > 1 { ofFunction[key] = count - 1 } else { ofFunction[key] = nil }
      guard reservation == nil else { return }
      if let count = unreserved[place], count > 1 { unreserved[place] = count - 1 } else { unreserved[place] = nil }
    }
  }
}
