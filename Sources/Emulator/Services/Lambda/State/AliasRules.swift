import Protocols
import Runtime

/// What an alias may point at (https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html).
enum AliasRules {
  /// Throws ResourceNotFoundException, InvalidParameterValueException.
  static func check(
    version: String, _ weights: [String: Double], of key: LambdaFunction.Key, _ service: LambdaService
  ) throws(AWSError) {
    func check(version: String) throws(AWSError) {
      if service.store.function(key, version: version) == nil {
        throw AWSError.functionNotFound(key.arn + ":" + version)
      }
    }
    try check(version: version)
    if weights.isEmpty { return }
    if weights.count > 1 {
      throw AWSError.invalidParameter("Number of items in AdditionalVersionWeights cannot be greater than 1")
    }
    for (other, weight) in weights {
      if other == version {
        throw AWSError.invalidParameter(
          "Invalid function version \(other). Function version \(other) is already included in routing configuration.")
      }
      if version == LambdaFunction.latest || other == LambdaFunction.latest {
        throw AWSError.invalidParameter("$LATEST is not supported for an alias pointing to more than 1 version")
      }
      guard (0...1).contains(weight) else {
        throw AWSError.validation(
          "1 validation error detected: Value '{\(other)=\(weight)}' at 'routingConfig.additionalVersionWeights' failed "
            + "to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to "
            + "1.0, Member must have value greater than or equal to 0.0, Member must not be null]")
      }
      try check(version: other)
    }
  }

  /// The alias of that name; throws ResourceNotFoundException.
  static func find(
    _ name: String, of key: LambdaFunction.Key, _ service: LambdaService
  ) throws(AWSError) -> Values<AliasConfiguration> {
    guard let alias = try service.store.documents.values(.alias, key, name, as: AliasConfiguration.self) else {
      throw AWSError.aliasNotFound(key.arn + ":" + name)
    }
    return alias
  }
}
