import Protocols
import Runtime

/// Whether, and by which attribute, a table's items expire.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
enum DescribeTimeToLive: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let shape = structure("DescribeTimeToLiveInput", tableName)
  }
  enum Output: StructureShape {
    static let timeToLiveDescription = Member<Values<TimeToLiveDescription>>("TimeToLiveDescription")
    static let shape = structure("DescribeTimeToLiveOutput", timeToLiveDescription)
  }
  enum TimeToLiveDescription: StructureShape {
    static let timeToLiveStatus = Member<String>("TimeToLiveStatus")
    static let attributeName = Member<String>("AttributeName")
    static let shape = structure("TimeToLiveDescription", timeToLiveStatus, attributeName)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    let attribute = service.expirations.attributes[table.id]
    return .now(
      .with { out in
        out[Output.timeToLiveDescription] = .with {
          $0[TimeToLiveDescription.timeToLiveStatus] = attribute == nil ? "DISABLED" : "ENABLED"
          $0[TimeToLiveDescription.attributeName] = attribute.map { String(decoding: $0, as: UTF8.self) }
        }
      })
  }
}
