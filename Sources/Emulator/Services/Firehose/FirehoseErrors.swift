import Protocols

/// Firehose's errors with AWS's sentences, where they are known.
extension AWSError {
  static func deliveryStreamNotFound(_ name: String, _ account: String) -> AWSError {
    AWSError("ResourceNotFoundException", "Firehose \(name) under account \(account) not found.")
  }
  static func deliveryStreamExists(_ name: String, _ account: String) -> AWSError {
    AWSError("ResourceInUseException", "Firehose \(name) under accountId \(account) already exists")
  }
  static func invalidArgument(_ message: String) -> AWSError { AWSError("InvalidArgumentException", message) }
  /// "Ths" is how AWS writes it (https://github.com/hashicorp/terraform-provider-aws/pull/13416).
  static func prefixes(_ constraint: String) -> AWSError {
    invalidArgument("Ths supplied prefix(es) do not satisfy the following constraint: \(constraint)")
  }
  static func notPermitted(on type: String) -> AWSError {
    invalidArgument("This operation is not permitted on \(type) delivery stream type.")
  }
}
