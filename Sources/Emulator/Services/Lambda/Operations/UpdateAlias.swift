import Protocols
import Runtime

/// Changes what a request names of an alias; a routing without weights ends it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
enum UpdateAlias: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.functionLength, LambdaTraits.functionPattern, .label)
    static let name = Required<String>("Name", .length(1...128), .pattern(#"(?!^[0-9]+$)([a-zA-Z0-9-_]+)"#), .label)
    static let functionVersion = Member<String>(
      "FunctionVersion", .length(1...1024), .pattern(#"(\$LATEST(\.PUBLISHED)?|[0-9]+)"#))
    static let description = Member<String>("Description", .length(0...256))
    static let routingConfig = Member<Values<AliasRoutingConfiguration>>("RoutingConfig")
    static let revisionID = Member<String>("RevisionId")
    static let shape = structure(
      "UpdateAliasRequest", functionName, name, functionVersion, description, routingConfig, revisionID)
  }
  typealias Output = AliasConfiguration

  static var http: HTTPBinding? { HTTPBinding("PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], request)
    let key = reference.key
    let name = input[Input.name]
    guard var alias = try service.store.documents.values(.alias, key, name, as: AliasConfiguration.self) else {
      throw AWSError.resourceNotFound("Alias not found: \(key.arn):\(name)")
    }
    if let wanted = input[Input.revisionID], wanted != alias[AliasConfiguration.revisionID] {
      throw AWSError.preconditionFailed()
    }
    if let version = input[Input.functionVersion] { alias[AliasConfiguration.functionVersion] = version }
    if let description = input[Input.description] { alias[AliasConfiguration.description] = description }
    if let routing = input[Input.routingConfig] {
      let weights = routing[AliasRoutingConfiguration.additionalVersionWeights] ?? [:]
      alias[AliasConfiguration.routingConfig] = weights.isEmpty ? nil : routing
    }
    try AliasRules.check(
      version: alias[AliasConfiguration.functionVersion] ?? LambdaFunction.latest,
      alias[AliasConfiguration.routingConfig]?[AliasRoutingConfiguration.additionalVersionWeights] ?? [:], of: key,
      service)
    alias[AliasConfiguration.revisionID] = service.newID()
    try service.store.documents.put(alias.structure.json, .alias, key, name)
    service.provisioningChanged()
    return .now(alias)
  }
}
