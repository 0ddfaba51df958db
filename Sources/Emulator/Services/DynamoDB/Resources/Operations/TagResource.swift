import Protocols
import Runtime

/// Sets tags of a table.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
enum TagResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1283))
    static let tags = Required<[Values<Tag>]>("Tags")
    static let shape = structure("TagResourceInput", resourceARN, tags)
  }
  typealias Output = Nothing

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    let tags = TableTags.list(input[Input.tags])
    if tags.isEmpty { throw AWSError.validation("Atleast one Tag needs to be provided as Input.") }
    let table = try TableTags.table(input[Input.resourceARN], request, service)
    try TableTags.check(tags, beside: try service.resources.tags(ofTable: table.id))
    try service.resources.set(tags, ofTable: table.id)
    return .now(Values())
  }
}
