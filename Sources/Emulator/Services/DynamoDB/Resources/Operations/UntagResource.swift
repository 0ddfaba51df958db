import Protocols
import Runtime

/// Takes tags off a table; keys that it does not have change nothing.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html
enum UntagResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1283))
    static let tagKeys = Required<[String]>("TagKeys", .each([.length(1...128)]))
    static let shape = structure("UntagResourceInput", resourceARN, tagKeys)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    if input[Input.tagKeys].isEmpty {
      throw AWSError.validation("Atleast one Tag Key needs to be provided as Input.")
    }
    let table = try TableTags.table(input[Input.resourceARN], request, service)
    try service.resources.remove(input[Input.tagKeys], ofTable: table.id)
    return .now(Values())
  }
}
