import Protocols
import Runtime

/// https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
enum ListTags: AWSOperation {
  enum Input: StructureShape {
    static let resource = Required<String>("Resource", .length(1...256), LambdaTraits.resourcePattern, .label)
    static let shape = structure("ListTagsRequest", resource)
  }
  enum Output: StructureShape {
    static let tags = Member<[String: String]>("Tags")
    static let shape = structure("ListTagsResponse", tags)
  }

  static var http: HTTPBinding? { HTTPBinding("GET", "/2017-03-31/tags/{Resource}") }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let (name, account, region) = try FunctionTags.resource(input[Input.resource], request, service)
    let tags = try service.store.tags(of: name, account, region)
    return .now(.with { $0[Output.tags] = tags })
  }
}
