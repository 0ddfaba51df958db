import Protocols

/// The constraints that the operations of DynamoDB Streams share.
enum StreamTraits {
  static let arnLength = Trait.length(37...1024)
  static let shardIDLength = Trait.length(28...65)

  /// A limit, `most` where none is given; the model has no upper bound, the service has.
  static func limit(_ given: Int32?, _ most: Int) throws(AWSError) -> Int {
    guard let given else { return most }
    if given > most {
      throw AWSError.validationDetected(
        "Value '\(given)' at 'limit' failed to satisfy constraint: Member must have value less than or equal to \(most)"
      )
    }
    return Int(given)
  }
}
