import Protocols
import Runtime

/// Throws ResourceConflictException while a function has it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteCodeSigningConfig.html
enum DeleteCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let codeSigningConfigARN = Required<String>(
      "CodeSigningConfigArn", CodeSigningTraits.arnLength, CodeSigningTraits.arnPattern, .label)
    static let shape = structure("DeleteCodeSigningConfigRequest", codeSigningConfigARN)
  }
  enum Output: StructureShape {
    static let shape = structure("DeleteCodeSigningConfigResponse")
  }

  static var http: HTTPBinding? {
    HTTPBinding("DELETE", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", status: 204)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.codeSigningConfigARN]
    _ = try CodeSigningReference.find(arn, service)
    if !CodeSigningReference.functions(with: arn, request, service).isEmpty {
      throw AWSError.conflict(
        "Code signing config \(arn) cannot be deleted because it is associated with one or more functions.")
    }
    let key = CodeSigningReference.key(arn)
    try service.store.documents.remove(.codeSigningConfig, key)
    try service.store.removeTags(of: "code-signing-config:" + key.name, key.account, key.region)
    return .now(Values())
  }
}
