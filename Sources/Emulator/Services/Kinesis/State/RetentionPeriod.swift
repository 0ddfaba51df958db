import Protocols

/// The bounds of a retention period in hours.
enum RetentionPeriod {
  static func check(_ hours: Int) throws(AWSError) {
    if hours < 24 {
      throw AWSError.invalidArgument(
        "Minimum allowed retention period is 24 hours. Requested retention period (\(hours) hours) is too short.")
    }
    if hours > 8760 {
      throw AWSError.invalidArgument(
        "Maximum allowed retention period is 8760 hours. Requested retention period (\(hours) hours) is too long.")
    }
  }
}
