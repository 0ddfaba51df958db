import Protocols
import Runtime

/// Makes a name for a version, or for two of which each gets a share of the invocations.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
enum CreateAlias: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let name = Required<String>("Name", .length(1...128), .pattern(#"(?!^[0-9]+$)([a-zA-Z0-9-_]+)"#))
    static let functionVersion = Required<String>(
      "FunctionVersion", .length(1...1024), .pattern(#"(\$LATEST(\.PUBLISHED)?|[0-9]+)"#))
    static let description = Member<String>("Description", .length(0...256))
    static let routingConfig = Member<Values<AliasRoutingConfiguration>>("RoutingConfig")
    static let shape = structure("CreateAliasRequest", functionName, name, functionVersion, description, routingConfig)
  }
  typealias Output = AliasConfiguration

  static var http: HTTPBinding? { HTTPBinding("POST", "/2015-03-31/functions/{FunctionName}/aliases", status: 201) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = reference.key
    let name = input[Input.name]
    let routing = input[Input.routingConfig]
    try AliasRules.check(
      version: input[Input.functionVersion], routing?[AliasRoutingConfiguration.additionalVersionWeights] ?? [:],
      of: key,
      service)
    if service.store.documents[.alias, key, name] != nil {
      throw AWSError.conflict("Alias already exists: \(key.arn):\(name)")
    }
    let alias = Values<AliasConfiguration>.with { out in
      out[AliasConfiguration.aliasARN] = key.arn + ":" + name
      out[AliasConfiguration.name] = name
      out[AliasConfiguration.functionVersion] = input[Input.functionVersion]
      out[AliasConfiguration.description] = input[Input.description] ?? ""
      if let weights = routing?[AliasRoutingConfiguration.additionalVersionWeights], !weights.isEmpty {
        out[AliasConfiguration.routingConfig] = routing
      }
      out[AliasConfiguration.revisionID] = service.newID()
    }
    try service.store.documents.put(alias.structure.json, .alias, key, name)
    return .now(alias)
  }
}
