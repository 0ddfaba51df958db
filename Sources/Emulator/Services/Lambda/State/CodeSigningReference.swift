import Protocols
import Runtime

/// A code signing configuration as requests name it.
enum CodeSigningReference {
  /// The key that the configuration of that ARN stands under.
  static func key(_ arn: String) -> LambdaFunction.Key {
    let parts = arn.split(separator: ":").map(String.init)
    guard parts.count == 7 else { return LambdaFunction.Key(account: "", region: "", name: "") }
    return LambdaFunction.Key(account: parts[4], region: parts[3], name: parts[6])
  }

  /// Throws ResourceNotFoundException.
  static func find(_ arn: String, _ service: LambdaService) throws(AWSError) -> Values<CodeSigningConfig> {
    guard
      let found = try service.store.documents.values(.codeSigningConfig, key(arn), as: CodeSigningConfig.self)
    else {
      throw AWSError.resourceNotFound("The Lambda code signing configuration \(arn) can not be found.")
    }
    return found
  }

  /// The same for operations that give it to a function; throws CodeSigningConfigNotFoundException.
  static func check(_ arn: String, _ service: LambdaService) throws(AWSError) {
    if service.store.documents[.codeSigningConfig, key(arn)] == nil {
      throw AWSError(
        "CodeSigningConfigNotFoundException",
        "The code signing configuration cannot be found. Check that the provided configuration is not deleted: \(arn).",
        status: 404, details: LambdaErrorDetails.user)
    }
  }

  /// The functions that have it, by their ARNs.
  static func functions(with arn: String, _ request: RequestContext, _ service: LambdaService) -> [String] {
    let text = JSONValue.string(arn).bytes
    return service.store.documents.all(.functionCodeSigning, request.account, request.region)
      .filter { service.store.documents[.functionCodeSigning, $0.owner] == text }.map(\.owner.arn)
  }
}
