import Protocols
import Runtime

/// A table's tags. All fifty that there can be are told at once, so no token is ever given.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
enum ListTagsOfResource: AWSOperation {
  enum Input: StructureShape {
    static let resourceARN = Required<String>("ResourceArn", .length(1...1283))
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListTagsOfResourceInput", resourceARN, nextToken)
  }
  enum Output: StructureShape {
    static let tags = Member<[Values<Tag>]>("Tags")
    static let nextToken = Member<String>("NextToken")
    static let shape = structure("ListTagsOfResourceOutput", tags, nextToken)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    if input.has(Input.nextToken) { throw AWSError.validation("Invalid NextToken") }
    let table = try TableTags.table(input[Input.resourceARN], request, service)
    let tags = try service.resources.tags(ofTable: table.id)
    return .now(
      .with { out in
        out[Output.tags] = tags.map { tag in
          .with {
            $0[Tag.key] = tag.key
            $0[Tag.value] = tag.value
          }
        }
      })
  }
}
