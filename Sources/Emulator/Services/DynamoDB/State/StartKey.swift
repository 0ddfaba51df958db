import Protocols

/// ExclusiveStartKey of Query and Scan.
enum StartKey {
  /// Faults of numbers and duplicates are told as they are, others as of a starting key.
  static func checkFault(_ received: ReceivedItem?) throws(AWSError) {
    guard let fault = received?.fault else { return }
    let isPlain = ["contains duplicates", "number set", "numeric value", "significant digits", "number with magnitude"]
      .contains { fault.message.contains($0) }
    throw isPlain ? AWSError.validation(fault.message) : AWSError.startKey(fault.message)
  }

  /// The store's key of it.
  static func key(_ item: Item, in table: Table) throws(AWSError) -> [UInt8] {
    do {
      return try ItemKey.ofKey(item, in: table)
    } catch {
      throw AWSError.startKey(error.message)
    }
  }
}
