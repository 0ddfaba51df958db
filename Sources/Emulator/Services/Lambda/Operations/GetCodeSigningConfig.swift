import Protocols
import Runtime

///
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetCodeSigningConfig.html
enum GetCodeSigningConfig: AWSOperation {
  enum Input: StructureShape {
    static let codeSigningConfigARN = Required<String>(
      "CodeSigningConfigArn", CodeSigningTraits.arnLength, CodeSigningTraits.arnPattern, .label)
    static let shape = structure("GetCodeSigningConfigRequest", codeSigningConfigARN)
  }
  enum Output: StructureShape {
    static let codeSigningConfig = Member<Values<CodeSigningConfig>>("CodeSigningConfig")
    static let shape = structure("GetCodeSigningConfigResponse", codeSigningConfig)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let config = try CodeSigningReference.find(input[Input.codeSigningConfigARN], service)
    return .now(.with { $0[Output.codeSigningConfig] = config })
  }
}
