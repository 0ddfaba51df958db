import Protocols
import Runtime
import Storage

/// Keeps a statement for execution, once it can be read and its bucket is there. A request that is sent again with its
/// token gives the same execution.
/// https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
enum StartQueryExecution: AWSOperation {
  enum Input: StructureShape {
    static let queryString = Required<String>("QueryString", .length(1...262_144))
    static let clientRequestToken = Member<String>("ClientRequestToken", .length(32...128), .idempotencyToken)
    static let queryExecutionContext = Member<Values<QueryExecutionContext>>("QueryExecutionContext")
    static let resultConfiguration = Member<Values<ResultConfiguration>>("ResultConfiguration")
    static let workGroup = Member<String>("WorkGroup", AthenaTraits.workGroup)
    static let executionParameters = Member<[String]>("ExecutionParameters", .atLeast(1), .each([.length(1...1024)]))
    static let resultReuseConfiguration = Member<Values<ResultReuseConfiguration>>("ResultReuseConfiguration")
    static let engineConfiguration = Member<Values<EngineConfiguration>>("EngineConfiguration", .notEmulated)
    static let shape = structure(
      "StartQueryExecutionInput", queryString, clientRequestToken, queryExecutionContext, resultConfiguration,
      workGroup, executionParameters, resultReuseConfiguration, engineConfiguration)
  }
  enum Output: StructureShape {
    static let queryExecutionID = Member<String>("QueryExecutionId", AthenaTraits.idLength, AthenaTraits.id)
    static let shape = structure("StartQueryExecutionOutput", queryExecutionID)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let groupName = input[Input.workGroup] ?? WorkGroupReference.primary
    if let again = try repeated(input, groupName, request, service) { return .now(again) }
    let group = try WorkGroupReference.find(groupName, request.account, request.region, service)
    if group[WorkGroup.state] == "DISABLED" {
      throw AWSError.invalidRequest("WorkGroup \(groupName) is disabled.")
    }
    try WorkGroupReference.check(input[Input.resultConfiguration], request.account)
    let location = try OutputLocation.of(input[Input.resultConfiguration], group)
    if let catalog = input[Input.queryExecutionContext]?[QueryExecutionContext.catalog] {
      _ = try DataCatalogReference.target(catalog, workGroup: nil, request, service)
    }
    if service.queue.isFull { throw AWSError.tooManyQueries() }
    // A long statement is not read on the Loop.
    return .later {
      let outcome = await check(input, location, request, service)
      return { () throws(AWSError) -> Answer<Output> in
        if let again = try repeated(input, groupName, request, service) { return .now(again) }
        return try keep(input, try outcome.get(), groupName, location, request, service)
      }
    }
  }

  private static func check(
    _ input: Values<Input>, _ location: OutputLocation, _ request: RequestContext, _ service: AthenaService
  ) async -> Result<StatementReading, AWSError> {
    let reading: StatementReading
    do throws(QueryRefusal) {
      reading = try service.runner.read(
        input[Input.queryString], parameters: input[Input.executionParameters] ?? [])
    } catch {
      return .failure(AWSError.invalidRequest(error.message, error.code))
    }
    let objects: any ObjectPort = service.setting.ports.objects
    if await !objects.hasBucket(location.bucket, as: .root(of: request.account), region: request.region) {
      return .failure(AWSError.invalidRequest("Unable to verify/create output bucket \(location.bucket)"))
    }
    return .success(reading)
  }

  private static func keep(
    _ input: Values<Input>, _ reading: StatementReading, _ group: String, _ location: OutputLocation,
    _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Answer<Output> {
    let id = service.ids.uuid()
    let name = reading.subtype == "SELECT" ? "\(id).csv" : "\(id).txt"
    var context = input[Input.queryExecutionContext] ?? Values()
    context[QueryExecutionContext.catalog] = context[QueryExecutionContext.catalog]?.lowercased()
    var configuration = input[Input.resultConfiguration] ?? Values()
    configuration[ResultConfiguration.outputLocation] = location.object(name).url
    let body = Values<QueryExecution>.with {
      typealias Shape = QueryExecution
      $0[Shape.queryExecutionID] = id
      $0[Shape.query] = input[Input.queryString]
      $0[Shape.statementType] = reading.type
      $0[Shape.substatementType] = reading.subtype
      $0[Shape.resultConfiguration] = configuration
      $0[Shape.resultReuseConfiguration] =
        input[Input.resultReuseConfiguration]
        ?? .with {
          $0[ResultReuseConfiguration.resultReuseByAgeConfiguration] = .with {
            $0[ResultReuseByAgeConfiguration.enabled] = false
          }
        }
      $0[Shape.queryExecutionContext] = context
      $0[Shape.status] = .with {
        $0[QueryExecutionStatus.state] = "QUEUED"
        $0[QueryExecutionStatus.submissionDateTime] = request.now
      }
      $0[Shape.statistics] = Values()
      $0[Shape.workGroup] = group
      $0[Shape.engineVersion] = WorkGroupReference.engineVersion
      $0[Shape.executionParameters] = input[Input.executionParameters]
    }
    try service.store.insert(body, request.account, request.region)
    if let token = input[Input.clientRequestToken] {
      try service.store.remember(token, fingerprint(input, group), id, request.account, request.region)
    }
    service.store.round.afterCommit { service.queue.add(id) }
    return .now(.with { $0[Output.queryExecutionID] = id })
  }

  // MARK: Requests that are sent again

  private static func repeated(
    _ input: Values<Input>, _ group: String, _ request: RequestContext, _ service: AthenaService
  ) throws(AWSError) -> Values<Output>? {
    guard let token = input[Input.clientRequestToken],
      let known = try service.store.request(token, request.account, request.region)
    else { return nil }
    guard known.fingerprint == fingerprint(input, group) else {
      throw AWSError.invalidRequest(
        "Idempotent parameters do not match", "INVALID_IDEMPOTENT_PARAMETERS")
    }
    return .with { $0[Output.queryExecutionID] = known.uuid }
  }

  /// Of everything but the token.
  private static func fingerprint(_ input: Values<Input>, _ group: String) -> [UInt8] {
    var plain = input
    plain[Input.clientRequestToken] = nil
    plain[Input.workGroup] = group
    return SHA256.hash(plain.structure.json)
  }
}
