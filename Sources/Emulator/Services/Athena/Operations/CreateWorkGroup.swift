import Protocols
import Runtime

/// https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html
enum CreateWorkGroup: AWSOperation {
  enum Input: StructureShape {
    static let name = Required<String>("Name", AthenaTraits.workGroup)
    static let configuration = Member<Values<WorkGroupConfiguration>>("Configuration")
    static let description = Member<String>("Description", .length(0...1024))
    static let tags = Member<[Values<Tag>]>("Tags", .notEmulated)
    static let shape = structure("CreateWorkGroupInput", name, configuration, description, tags)
  }
  enum Output: StructureShape {
    static let shape = structure("CreateWorkGroupOutput")
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let name = input[Input.name]
    let existing = try service.store.definition(.workGroup, name, request.account, request.region)
    if name == WorkGroupReference.primary || existing != nil {
      throw AWSError.invalidRequest("WorkGroup \(name) is already created")
    }
    var configuration = input[Input.configuration] ?? Values()
    typealias Shape = WorkGroupConfiguration
    try WorkGroupReference.check(configuration[Shape.resultConfiguration], request.account)
    configuration[Shape.engineVersion] = try WorkGroupReference.checked(configuration[Shape.engineVersion])
    configuration[Shape.resultConfiguration] = configuration[Shape.resultConfiguration] ?? Values()
    configuration[Shape.enforceWorkGroupConfiguration] = configuration[Shape.enforceWorkGroupConfiguration] ?? true
    configuration[Shape.publishCloudWatchMetricsEnabled] =
      configuration[Shape.publishCloudWatchMetricsEnabled] ?? false
    configuration[Shape.requesterPaysEnabled] = configuration[Shape.requesterPaysEnabled] ?? false
    let group = Values<WorkGroup>.with {
      $0[WorkGroup.name] = name
      $0[WorkGroup.state] = "ENABLED"
      $0[WorkGroup.description] = input[Input.description] ?? ""
      $0[WorkGroup.creationTime] = request.now
      $0[WorkGroup.configuration] = configuration
    }
    try service.store.set(.workGroup, name, group.structure, request.account, request.region)
    return .now(Values())
  }
}
