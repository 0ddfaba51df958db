import Protocols
import Runtime

/// https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
enum TagResource: AWSOperation {
  enum Input: StructureShape {
    static let resource = Required<String>("Resource", .length(1...256), LambdaTraits.resourcePattern, .label)
    static let tags = Required<[String: String]>("Tags")
    static let shape = structure("TagResourceRequest", resource, tags)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? { HTTPBinding("POST", "/2017-03-31/tags/{Resource}", status: 204) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let (name, account, region) = try FunctionTags.resource(input[Input.resource], request, service)
    let tags = input[Input.tags]
    try FunctionTags.check(tags, adding: try service.store.tags(of: name, account, region))
    try service.store.setTags(tags, of: name, account, region)
    return .now(Values())
  }
}
