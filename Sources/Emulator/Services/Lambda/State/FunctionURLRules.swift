import Protocols
import Runtime

/// What a function URL may be given to: a function or an alias.
enum FunctionURLRules {
  static func function(_ reference: FunctionReference, _ service: LambdaService) throws(AWSError) -> LambdaFunction {
    if reference.qualifier == LambdaFunction.latest || reference.namesVersion {
      throw AWSError.invalidParameter("A function URL is given to a function or an alias, not to a version.")
    }
    guard service.store.function(reference.key) != nil else {
      throw AWSError.resourceNotFound("Function does not exist")
    }
    return try reference.find(service)
  }

  /// Throws ResourceNotFoundException.
  static func find(
    _ reference: FunctionReference, _ service: LambdaService
  ) throws(AWSError) -> Values<FunctionURLConfig> {
    guard
      let config = try service.store.documents.values(
        .functionURL, reference.key, reference.qualifier ?? "", as: FunctionURLConfig.self)
    else { throw AWSError.resourceNotFound("The resource you requested does not exist.") }
    return config
  }

  /// As it is shown: the store keeps the address's id alone, since the port may be another after a restart.
  static func shown(
    _ config: Values<FunctionURLConfig>, _ region: String, _ service: LambdaService
  ) -> Values<FunctionURLConfig> {
    var config = config
    let id = config[FunctionURLConfig.functionURL] ?? ""
    let endpoint = service.setting.configuration.endpoint
    let port = endpoint.split(separator: ":").last.flatMap { Int($0) }.map { ":\($0)" } ?? ""
    config[FunctionURLConfig.functionURL] = "http://\(id).lambda-url.\(region).localhost\(port)/"
    return config
  }
}
