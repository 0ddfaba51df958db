import Protocols
import Runtime

/// Kept and shown; packages are not signed here, so nothing is checked against it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateCodeSigningConfig.html
enum CreateCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let description = Member<String>("Description", .length(0...256))
    static let allowedPublishers = Required<Values<AllowedPublishers>>("AllowedPublishers")
    static let codeSigningPolicies = Member<Values<CodeSigningPolicies>>("CodeSigningPolicies")
    static let tags = Member<[String: String]>("Tags")
    static let shape = structure(
      "CreateCodeSigningConfigRequest", description, allowedPublishers, codeSigningPolicies, tags)
  }
  enum Output: StructureShape {
    static let codeSigningConfig = Member<Values<CodeSigningConfig>>("CodeSigningConfig")
    static let shape = structure("CreateCodeSigningConfigResponse", codeSigningConfig)
  }

  static var http: HTTPBinding? { HTTPBinding("POST", "/2020-04-22/code-signing-configs", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let tags = input[Input.tags] ?? [:]
    try FunctionTags.check(tags, adding: [:])
    let id = "csc-" + service.newText(17, of: "0123456789abcdefghijklmnopqrstuvwxyz")
    let arn = "arn:aws:lambda:\(request.region):\(request.account):code-signing-config:\(id)"
    let config = Values<CodeSigningConfig>.with { out in
      out[CodeSigningConfig.codeSigningConfigID] = id
      out[CodeSigningConfig.codeSigningConfigARN] = arn
      out[CodeSigningConfig.description] = input[Input.description] ?? ""
      out[CodeSigningConfig.allowedPublishers] = input[Input.allowedPublishers]
      out[CodeSigningConfig.codeSigningPolicies] = .with {
        $0[CodeSigningPolicies.untrustedArtifactOnDeployment] =
          input[Input.codeSigningPolicies]?[CodeSigningPolicies.untrustedArtifactOnDeployment] ?? "Warn"
      }
      out[CodeSigningConfig.lastModified] = FunctionConfiguration.text(request.now)
    }
    try service.store.documents.put(config.structure.json, .codeSigningConfig, CodeSigningReference.key(arn))
    try service.store.setTags(tags, of: "code-signing-config:" + id, request.account, request.region)
    return .now(.with { $0[Output.codeSigningConfig] = config })
  }
}
