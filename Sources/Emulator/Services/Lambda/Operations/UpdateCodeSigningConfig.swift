import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateCodeSigningConfig.html
enum UpdateCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let codeSigningConfigARN = Required<String>(
      "CodeSigningConfigArn", CodeSigningTraits.arnLength, CodeSigningTraits.arnPattern, .label)
    static let description = Member<String>("Description", .length(0...256))
    static let allowedPublishers = Member<Values<AllowedPublishers>>("AllowedPublishers")
    static let codeSigningPolicies = Member<Values<CodeSigningPolicies>>("CodeSigningPolicies")
    static let shape = structure(
      "UpdateCodeSigningConfigRequest", codeSigningConfigARN, description, allowedPublishers, codeSigningPolicies)
  }
  enum Output: StructureShape {
    static let codeSigningConfig = Member<Values<CodeSigningConfig>>("CodeSigningConfig")
    static let shape = structure("UpdateCodeSigningConfigResponse", codeSigningConfig)
  }

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let arn = input[Input.codeSigningConfigARN]
    var config = try CodeSigningReference.find(arn, service)
    if let description = input[Input.description] { config[CodeSigningConfig.description] = description }
    if let publishers = input[Input.allowedPublishers] { config[CodeSigningConfig.allowedPublishers] = publishers }
    if let policies = input[Input.codeSigningPolicies] { config[CodeSigningConfig.codeSigningPolicies] = policies }
    config[CodeSigningConfig.lastModified] = FunctionConfiguration.text(request.now)
    try service.store.documents.put(config.structure.json, .codeSigningConfig, CodeSigningReference.key(arn))
    return .now(.with { $0[Output.codeSigningConfig] = config })
  }
}
