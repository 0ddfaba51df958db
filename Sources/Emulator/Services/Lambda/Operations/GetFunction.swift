import Protocols
import Runtime

/// A function with its tags and where its code lies. AWS gives a presigned URL; here it is a file of this machine.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
enum GetFunction: AWSOperation {
  enum Input: StructureShape {
    static let functionName = Required<String>(
      "FunctionName", LambdaTraits.anyFunctionLength, LambdaTraits.anyFunctionPattern, .label)
    static let qualifier = Member<String>(
      "Qualifier", .length(1...128), LambdaTraits.qualifierPattern, .query("Qualifier"))
    static let shape = structure("GetFunctionRequest", functionName, qualifier)
  }
  enum FunctionCodeLocation: StructureShape {
    static let repositoryType = Member<String>("RepositoryType")
    static let location = Member<String>("Location")
    static let shape = structure("FunctionCodeLocation", repositoryType, location)
  }
  enum Output: StructureShape {
    static let configuration = Member<Values<FunctionConfiguration>>("Configuration")
    static let code = Member<Values<FunctionCodeLocation>>("Code")
    static let tags = Member<[String: String]>("Tags")
    static let shape = structure("GetFunctionResponse", configuration, code, tags)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let function = try FunctionReference(
      input[Input.functionName], qualifier: input[Input.qualifier], request
    ).find(service)
    let tags = try service.store.tags(
      of: "function:" + function.key.name, function.key.account, function.key.region)
    let path: String
    switch function.code {
    case .zip(let id, _, _): path = service.house.code.archive(of: id)
    case .folder(let folder): path = folder
    }
    return .now(
      .with { out in
        out[Output.configuration] = FunctionConfiguration.of(function)
        out[Output.code] = .with {
          $0[FunctionCodeLocation.repositoryType] = "S3"
          $0[FunctionCodeLocation.location] = "file://" + PercentEncoding.encode(path, keepingSlash: true)
        }
        if !tags.isEmpty { out[Output.tags] = tags }
      })
  }
}
