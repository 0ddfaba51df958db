import Protocols
import Runtime

/// A function with its tags and where its code is fetched: from the emulator, or from a folder of this machine.
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
    static let imageURI = Member<String>("ImageUri")
    static let resolvedImageURI = Member<String>("ResolvedImageUri")
    static let shape = structure("FunctionCodeLocation", repositoryType, location, imageURI, resolvedImageURI)
  }
  enum Concurrency: StructureShape {
    static let reserved = Member<Int32>("ReservedConcurrentExecutions")
    static let shape = structure("Concurrency", reserved)
  }
  enum Output: StructureShape {
    static let configuration = Member<Values<FunctionConfiguration>>("Configuration")
    static let code = Member<Values<FunctionCodeLocation>>("Code")
    static let tags = Member<[String: String]>("Tags")
    static let concurrency = Member<Values<Concurrency>>("Concurrency")
    static let shape = structure("GetFunctionResponse", configuration, code, tags, concurrency)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2015-03-31/functions/{FunctionName}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let reference = try FunctionReference(input[Input.functionName], qualifier: input[Input.qualifier], request)
    let function = try reference.find(service)
    let tags = try service.store.tags(
      of: "function:" + function.key.name, function.key.account, function.key.region)
    return .now(
      .with { out in
        out[Output.configuration] = FunctionConfiguration.of(
          function, qualifier: reference.qualifier, sizes: service.layerSizes(of: function))
        out[Output.code] = .with {
          $0[FunctionCodeLocation.repositoryType] = "S3"
          switch function.code {
          case .zip(let id, _, _):
            $0[FunctionCodeLocation.location] = service.codeURL(id, endpoint: request.endpoint)
          case .folder(let path):
            $0[FunctionCodeLocation.location] = "file://" + PercentEncoding.encode(path, keepingSlash: true)
          case .image(let uri):
            $0[FunctionCodeLocation.repositoryType] = "ECR"
            $0[FunctionCodeLocation.imageURI] = uri
            $0[FunctionCodeLocation.resolvedImageURI] = uri
          case .none: $0[FunctionCodeLocation.location] = function.url
          }
        }
        if !tags.isEmpty { out[Output.tags] = tags }
        if let reserved = service.store.documents.reserved[function.key] {
          out[Output.concurrency] = .with { $0[Concurrency.reserved] = Int32(reserved) }
        }
      })
  }
}
