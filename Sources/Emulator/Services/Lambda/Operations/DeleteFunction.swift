import Protocols
import Runtime

/// Deletes a function, or one published version; its processes end, what runs is cut off. A function's mappings stay and
/// fail until it is made again.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
enum DeleteFunction: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("DeleteFunctionRequest", functionName, qualifier)
  }
  enum Output: StructureShape {
    static let statusCode = Member<Int32>("StatusCode", .statusCode)
    static let shape = structure("DeleteFunctionResponse", statusCode)
  }

  static var http: HTTPBinding? { HTTPBinding("DELETE", "/2015-03-31/functions/{FunctionName}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    if reference.qualifier == "$LATEST" {
      throw AWSError.invalidParameter("$LATEST version cannot be deleted without deleting the function.")
    }
    guard reference.qualifier != nil else {
      _ = try reference.latest(service)
      let versions = service.store.versions(of: reference.key)
      try service.store.remove(reference.key)
      service.forget(versions)
      service.functionURLsChanged()
      return .now(.with { $0[Output.statusCode] = 204 })
    }
    if !reference.namesVersion {
      throw AWSError.invalidParameter("An alias is deleted by DeleteAlias; DeleteFunction takes a version.")
    }
    let version = try reference.find(service)
    for found in service.store.documents.all(.alias, version.key.account, version.key.region, name: version.key.name) {
      let alias = try AliasRules.find(found.qualifier, of: version.key, service)
      let weights = alias[AliasConfiguration.routingConfig]?[AliasRoutingConfiguration.additionalVersionWeights] ?? [:]
      if alias[AliasConfiguration.functionVersion] == version.version || weights[version.version] != nil {
        throw AWSError.conflict(
          "Version \(version.version) cannot be deleted: the alias \(found.qualifier) points to it.")
      }
    }
    try service.store.remove(version.key, version: version.version)
    service.forget([version])
    return .now(.with { $0[Output.statusCode] = 204 })
  }
}
