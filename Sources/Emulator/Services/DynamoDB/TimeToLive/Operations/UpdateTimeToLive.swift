import Protocols
import Runtime
import Storage

/// Turns the deletion of expired items on or off; it takes effect at once. (AWS takes up to an hour, and allows one change
/// within it.)
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
enum UpdateTimeToLive: AWSOperation {
  enum Input: StructureShape {
    static let tableName = Required<String>("TableName", DynamoDBTraits.tableLength)
    static let timeToLiveSpecification = Required<Values<TimeToLiveSpecification>>("TimeToLiveSpecification")
    static let shape = structure("UpdateTimeToLiveInput", tableName, timeToLiveSpecification)
  }
  enum TimeToLiveSpecification: StructureShape {
    static let enabled = Required<Bool>("Enabled")
    static let attributeName = Required<String>("AttributeName", DynamoDBTraits.keyNameLength)
    static let shape = structure("TimeToLiveSpecification", enabled, attributeName)
  }
  enum Output: StructureShape {
    static let timeToLiveSpecification = Member<Values<TimeToLiveSpecification>>("TimeToLiveSpecification")
    static let shape = structure("UpdateTimeToLiveOutput", timeToLiveSpecification)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: DynamoDBService
  ) throws(AWSError) -> Answer<Output> {
    try TableReference.check(input[Input.tableName])
    let table = try TableReference.subject(input[Input.tableName], request, service)
    let specification = input[Input.timeToLiveSpecification]
    let attribute = specification[TimeToLiveSpecification.attributeName]
    let current = service.expirations.attributes[table.id].map { String(decoding: $0, as: UTF8.self) }
    if let current, current != attribute {
      throw AWSError.validation(
        "TimeToLive is active on a different AttributeName: current AttributeName is \(current)")
    }
    let isEnabled = specification[TimeToLiveSpecification.enabled]
    if isEnabled && current != nil { throw AWSError.validation("TimeToLive is already enabled") }
    if !isEnabled && current == nil { throw AWSError.validation("TimeToLive is already disabled") }
    // Replicas of a global table share the setting.
    for each in [table] + service.replicas(of: table) {
      if isEnabled {
        try service.expirations.enable(each, Array(attribute.utf8))
      } else {
        try service.expirations.disable(tableID: each.id)
      }
      try service.refollow(each)
    }
    service.store.round.afterCommit { service.expirationSignal.raise() }
    return .now(.with { $0[Output.timeToLiveSpecification] = specification })
  }
}
