import Protocols
import Runtime

/// Removing a tag that is not there succeeds.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html
enum UntagResource: AWSOperation {
  enum Input: StructureShape {
    static let resource = Required<String>("Resource", .length(1...256), LambdaTraits.resourcePattern, .label)
    static let tagKeys = Required<[String]>("TagKeys", .query("tagKeys"))
    static let shape = structure("UntagResourceRequest", resource, tagKeys)
  }
  typealias Output = Nothing

  static var http: HTTPBinding? { HTTPBinding("DELETE", "/2017-03-31/tags/{Resource}", status: 204) }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: LambdaService
  ) throws(AWSError) -> Answer<Output> {
    let (name, account, region) = try FunctionTags.resource(input[Input.resource], request, service)
    try service.store.removeTags(input[Input.tagKeys], of: name, account, region)
    return .now(Values())
  }
}
